"""The frame of every page: menu, language, badge, and a workspace that will not open."""

from tests.pages.conftest import a_file, a_run, words


def test_the_menu_names_only_pages_that_exist(app):
    page = app()
    assert not page.exception
