-- cusum(start, steps, k): Page's sum after the steps, oldest first, begun at `start`: s = max(0, s + step - k). Steps and k in deviations.
create or replace temp macro cusum(start, steps, k) as
    list_reduce(list_prepend(start::double, steps), lambda s, step: greatest(0.0, s + step - k))
