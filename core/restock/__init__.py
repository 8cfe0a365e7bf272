"""Buying again: when, how much, and when not.

suggest.py   order date and quantity of every product   lifecycle.py  the last order and the day clearing should begin
settings.py  service, safety stock, packs by product    storage.py    keeping stock elsewhere and feeding Amazon, against clearing
"""
