"""`python -m core COMMAND`: the same functions without a browser (commands in core/cli)."""

from core.cli import app

if __name__ == "__main__":
    app(prog_name="python -m core")
