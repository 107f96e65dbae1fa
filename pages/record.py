"""Record: one record at its permanent address, with everything it connects to."""

from evidence_site.ui.pages.record_page import record_page
from evidence_site.ui.state import address
from evidence_site.ui.state.store import records

record_page(records(), address.value(address.RECORD_TABLE), address.value(address.RECORD_ID))
