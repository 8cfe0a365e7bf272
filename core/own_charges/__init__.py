"""What Amazon itself charged or expects to charge this seller, beside the rate table; and by how much it moves the table's charges."""

from core.own_charges.account import account
from core.own_charges.beside import FACTORS, MOVES, as_charged, figures, moves

__all__ = ["FACTORS", "MOVES", "account", "as_charged", "figures", "moves"]
