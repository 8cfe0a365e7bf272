"""A page of one panel, for panels that are drawn on a page beside others."""

from streamlit.testing.v1 import AppTest


def _page():
    """Runs inside AppTest: one panel of the SKU named in the session."""
    import importlib
    from datetime import UTC, datetime

    import streamlit as st

    from core import results
    from core.workspace import Workspace
    from pages.ui import cached, frame, live, places

    ws = Workspace.open(places.own().path)
    page = frame.Page(
        name="clearance_page", lang=st.session_state["lang"], theme=st.session_state["theme"], ws=ws, own=ws, demo=False,
        run=results.latest_run(ws), marketplaces=("US",), marketplace=None, now=datetime.now(UTC),
    )  # fmt: skip
    table = cached.risk_table(page)
    row = table[table["sku"] == st.session_state["shown"]].iloc[0]
    case = live.case(page, row)
    panel = importlib.import_module(f"pages.ui.{st.session_state['panel']}")
    more = {"use": lambda value: st.session_state.update(used=value)} if st.session_state["panel"] == "elasticity" else {}
    panel.show(page, row, case, live.answer(case), **more)


def open_panel(name: str, sku: str = "A", lang: str = "en", theme: str = "light") -> AppTest:
    """The panel of one SKU after its first drawing."""
    test = AppTest.from_function(_page, default_timeout=120)
    for key, value in {"panel": name, "shown": sku, "lang": lang, "theme": theme}.items():
        test.session_state[key] = value
    return test.run()
