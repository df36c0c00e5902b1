# Runs Python for the Makefile: the project's own once it is there, else the first on PATH that is
# new enough. Each candidate is tried, because a name on PATH does not say that it works.
if [ -e .venv/.created ] && [ -x .venv/bin/python ]; then
    exec .venv/bin/python "$@"
fi
for candidate in $PYTHON python3 python3.11 python3.12 python3.13 python3.14 python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$candidate" "$@"
    fi
done
echo "Latchkey needs Python 3.11 or newer, and none was found." >&2
echo "Install one (https://www.python.org/downloads/), or name it: make run PYTHON=/path/to/python3" >&2
exit 1
