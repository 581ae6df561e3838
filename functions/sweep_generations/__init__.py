"""Every minute: begin what waits, start what was begun and never started, end what nobody will finish."""
