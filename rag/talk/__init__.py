"""Talk: how a question hangs together with the turns before it."""
