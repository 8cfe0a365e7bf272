"""All ratios of the house, in one go."""

from tests.bench import bench_intake, bench_risk

bench_intake.main()
bench_risk.main()
