"""What stands beside a link elsewhere: pictures, structured data, feeds, the site map."""
