"""All ratios of the house, in one go."""

from tests.bench import (
    bench_clearance,
    bench_fees,
    bench_forecast,
    bench_intake,
    bench_mdp,
    bench_recovery,
    bench_replay,
    bench_restock,
    bench_review,
    bench_risk,
    bench_start,
    bench_transfers,
)

bench_intake.main()
bench_risk.main()
bench_fees.main()
bench_forecast.main()
bench_clearance.main()
bench_recovery.main()
bench_mdp.main()
bench_restock.main()
bench_transfers.main()
bench_review.main()
bench_replay.main()
bench_start.main()
