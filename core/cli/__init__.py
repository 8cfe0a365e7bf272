"""The command line: for schedules, scripts and comparison with other tools.

Promise: the JSON is a contract (keys are added, never renamed); errors go to standard error in plain words, with exit status 2 for
bad input and 1 for a failure; nothing but the answer goes to standard output.
"""

from core.cli import clearing, concluding, copies, data, fees, forecasting, handing, moving, planning, proving, results
from core.cli.root import app
from core.cli.words import help_of

COMMANDS = {
    "demo": data.demo,
    "import": data.import_files,
    "run": results.run,
    "risk": results.risk,
    "calendar": results.calendar,
    "quote": fees.quote,
    "clear": clearing.clear,
    "forecast": forecasting.forecast,
    "backtest": forecasting.race,
    "transfers": moving.transfers,
    "restock": moving.restock,
    "backup": copies.backup,
    "restore": copies.restore,
    "check": copies.check,
}

__all__ = ["COMMANDS", "app"]

for _name, _command in COMMANDS.items():
    app.command(_name, help=help_of(_name))(_command)

app.add_typer(planning.app, name="plan")
app.add_typer(proving.app, name="alerts")
app.add_typer(handing.app, name="handover")
app.add_typer(concluding.app, name="review")
