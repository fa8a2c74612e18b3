"""Ways into a collection for somebody who does not know what to ask: themes, reading paths, principles."""
