# Run Python for the Makefile: that of the virtual environment, or else the first supported one on
# PATH. A name on PATH may not work (pyenv's shims), so each candidate is tried.
if [ -e .venv/.created ] && [ -x .venv/bin/python ]; then
    exec .venv/bin/python "$@"
fi

supported='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'
newer='import sys; sys.exit(sys.version_info[:2] <= (3, 13))'
for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
    if "$candidate" -c "$supported" 2>/dev/null; then
        exec "$candidate" "$@"
    fi
done
for candidate in ${PYTHON:-python3 python}; do
    if "$candidate" -c "$newer" 2>/dev/null; then
        # Print it once, in the step that creates the environment.
        case "$*" in *launch.step*venv*)
            echo "$("$candidate" --version) is untested here; Python 3.11 to 3.13 are tested. To choose: make PYTHON=/path/to/python3" >&2
        esac
        exec "$candidate" "$@"
    fi
done
echo "Latchkey needs Python 3.11, 3.12 or 3.13, and found none: $("${PYTHON:-python3}" --version 2>&1)." >&2
echo "Install one (https://www.python.org/downloads/), or name it: make run PYTHON=/path/to/python3" >&2
exit 1
