"""How luck and fairness are shown."""
