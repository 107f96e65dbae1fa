"""Record: one record at its permanent address, with everything it connects to."""

from ui import address
from ui.record_page import record_page
from ui.store import records

record_page(records(), address.value(address.RECORD_TABLE), address.value(address.RECORD_ID))
