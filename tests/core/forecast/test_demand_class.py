"""ADI and CV² with the limits 1.32 and .49."""

from core.forecast.demand_class import demand_class
from tests.core.forecast.panels import NAN, a_panel


def test_a_series_is_named_by_how_often_and_how_evenly_it_sells():
    panel = a_panel(
        [
            [5, 6, 5, 6, 5, 6],  # every week, even
            [5, 0, 5, 0, 5, 0],  # ADI 2, even
            [1, 20, 1, 30, 1, 1],  # every week; sizes 1 1 1 1 20 30: CV² = (std/mean)² = 1.6
            [1, 0, 0, 30, 0, 1],
            [0, 0, 0, 0, 0, 0],
            [NAN, NAN, NAN, 5, 5, 5],  # sold every week since its start
        ]
    )
    assert demand_class(panel.units).tolist() == ["smooth", "intermittent", "erratic", "lumpy", None, "smooth"]
