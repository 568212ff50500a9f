"""The upkeep of a library: taking files in, looking after what it holds, making it anew, and copies of it."""
