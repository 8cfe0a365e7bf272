-- grain: channel
insert or replace into alert_route (channel, owner, level, quiet_from, quiet_to, zone, lang, audience, every, changed_at)
values ($channel, $owner, $level, $quiet_from, $quiet_to, $zone, $lang, $audience, $every, $at)
