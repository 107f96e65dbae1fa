"""What every page is made of on the screen: titles, charts, records, lists, menus, the foot."""
