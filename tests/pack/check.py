"""Has packs checked by tools that others wrote: `wacz validate` and `warcio check`; and by verify.py.

    python tests/pack/check.py FOLDER      (run by scripts/test, in the environment that scripts/setup makes)
"""

import pathlib
import subprocess
import sys
import tempfile
import zipfile

TOOLS = pathlib.Path(sys.executable).parent


def run(*command):
    """What a tool says, and whether it is content."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    return done.returncode == 0, (done.stdout + done.stderr).strip()


def checks(pack):
    """Each check of one pack: its name, whether it passed, what was said."""
    yield "verify.py", *run(sys.executable, pathlib.Path(__file__).with_name("verify.py"), pack)
    passed, said = run(TOOLS / "wacz", "validate", "-f", pack)
    yield "wacz validate", passed and "is valid" in said, said
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(pack) as entries:
        archives = [name for name in entries.namelist() if name.startswith("archive/")]
        entries.extractall(folder, archives)
        for name in archives:
            passed, said = run(TOOLS / "warcio", "check", "-v", pathlib.Path(folder, name))
            yield f"warcio check {name}", passed and "digest pass" in said and "fail" not in said, said


def main(folder):
    packs = sorted(pathlib.Path(folder).glob("*.wacz"))
    passed = failed = 0
    for pack in packs:
        for name, fine, said in checks(pack):
            print(f"{'ok' if fine else 'FAILED'}  {pack.name}: {name}")
            passed, failed = passed + fine, failed + (not fine)
            if not fine:
                print(said)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not packs else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
