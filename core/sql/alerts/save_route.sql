-- grain: channel
insert or replace into alert_route values ($channel, $owner, $level, $quiet_from, $quiet_to, $zone, $lang, $at)
