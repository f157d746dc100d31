"""`python -m proxy` is the `chaperone` command; nothing else lives here."""

from proxy.cli import main

if __name__ == "__main__":
    main()
