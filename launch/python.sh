# Runs Python for the Makefile: the project's own once it is there, else the first on PATH that is
# supported. Each candidate is tried, because a name on PATH does not say that it works.
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
        # Said once, by the step that makes the environment.
        case "$*" in *launch.step*venv*)
            echo "$("$candidate" --version) is untested here; Python 3.11 to 3.13 are tested. To choose: make PYTHON=/path/to/python3" >&2
        esac
        exec "$candidate" "$@"
    fi
done
echo "Latchkey needs Python 3.11, 3.12 or 3.13, and found none: $("${PYTHON:-python3}" --version 2>&1)." >&2
echo "Install one (https://www.python.org/downloads/), or name it: make run PYTHON=/path/to/python3" >&2
exit 1
