"""Recomputes every hash of a pack with Python's standard library alone: none of Vigie's code, and no package.

    python3 tests/pack/verify.py PACK...

Ends with status 1 and names the entry where something is not what it says.
"""

import gzip
import hashlib
import io
import json
import sys
import zipfile
import zlib


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def members(data):
    """The records of a WARC file: each a gzip member, as (headers, body)."""
    stream = io.BytesIO(data)
    while stream.tell() < len(data):
        start = stream.tell()
        # One member at a time: the next begins where the decompressor stops.
        decompressor = zlib.decompressobj(wbits=31)
        unpacked = decompressor.decompress(data[start:]) + decompressor.flush()
        stream.seek(len(data) - len(decompressor.unused_data))
        head, _, rest = unpacked.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
        length = int(headers["Content-Length"])
        assert rest[length:] == b"\r\n\r\n", "a record does not end where it says"
        yield headers, rest[:length], start


def verify(path):
    """Checks one pack; gives how many hashes were computed."""
    count = 0
    with zipfile.ZipFile(path) as pack:
        assert pack.testzip() is None, f"{pack.testzip()}: sum"
        names = pack.namelist()
        assert len(names) == len(set(names)), "a name stands twice"
        assert all(info.compress_type == zipfile.ZIP_STORED for info in pack.infolist()), "an entry is compressed"
        read = {name: pack.read(name) for name in names}

    digest = json.loads(read["datapackage-digest.json"])
    assert digest == {"path": "datapackage.json", "hash": "sha256:" + sha256(read["datapackage.json"])}, "datapackage.json"
    package = json.loads(read["datapackage.json"])
    assert (package["profile"], package["wacz_version"]) == ("data-package", "1.1.1"), "datapackage.json: version"
    listed = {resource["path"]: resource for resource in package["resources"]}
    rest = {"datapackage.json", "datapackage-digest.json"}
    assert set(listed) == set(names) - rest, f"listed and there: {set(listed) ^ (set(names) - rest)}"
    for name, resource in listed.items():
        assert resource["hash"] == "sha256:" + sha256(read[name]), name
        assert resource["bytes"] == len(read[name]), name
        count += 1

    for line in read["SHA256SUMS"].decode().splitlines():
        said, name = line.split("  ")
        assert said == sha256(read[name]), f"SHA256SUMS: {name}"
        count += 1

    records = {}
    for name in (name for name in names if name.startswith("archive/")):
        for headers, body, offset in members(read[name]):
            said = sha256(body)
            assert headers["WARC-Block-Digest"] == "sha256:" + said, f"{name}: {headers['WARC-Record-ID']}"
            assert headers["WARC-Type"] in ("warcinfo", "resource"), f"{name}: {headers['WARC-Type']}"
            if headers["WARC-Type"] == "resource":
                records[headers["Vigie-Case"], headers["Vigie-Part"]] = (said, len(body), name, offset)
            count += 1

    # The list of a capture's parts is what the letters give the hash of.
    for name in (name for name in names if name.startswith("vigie/case-")):
        case = json.loads(read[name])
        manifest = case["capture"]["manifest"]
        said = read[f"vigie/manifest-{case['id']}.json"]
        assert manifest["sha256"] == sha256(said), f"{name}: manifest"
        assert json.loads(said)["parts"] == manifest["parts"], f"{name}: parts"
        for part in manifest["parts"]:
            assert records.pop((case["id"], part["name"]))[:2] == (part["sha256"], part["bytes"]), f"{name}: {part['name']}"
            count += 1
    assert not records, f"records of no case: {sorted(records)}"

    # Each line of a log has the hash of the line before it.
    for name in (name for name in names if name.startswith("vigie/log-")):
        before = None
        for line in read[name].decode().splitlines():
            assert json.loads(line)["prev"] == before, f"{name}: chain"
            before = sha256(line.encode())
            count += 1

    # The index leads to each record.
    blocks = read["indexes/index.cdx.gz"]
    for line in read["indexes/index.idx"].decode().splitlines()[1:]:
        block = json.loads(line[line.index(" {") :])
        packed = blocks[block["offset"] : block["offset"] + block["length"]]
        assert block["digest"] == "sha256:" + sha256(packed), "indexes/index.idx"
        for entry in gzip.decompress(packed).decode().splitlines():
            entry = json.loads(entry[entry.index(" {") :])
            file = read["archive/" + entry["filename"]]
            member = file[int(entry["offset"]) : int(entry["offset"]) + int(entry["length"])]
            (headers, body, _), = members(member)
            assert headers["WARC-Target-URI"] == entry["url"], f"indexes: {entry['url']}"
            assert entry["digest"] == "sha256:" + sha256(body), f"indexes: {entry['url']}"
            count += 1
    return count


if __name__ == "__main__":
    failed = 0
    for path in sys.argv[1:]:
        try:
            print(f"{path}: {verify(path)} hashes are right")
        except (AssertionError, KeyError, ValueError, zipfile.BadZipFile) as fault:
            print(f"{path}: {fault}")
            failed += 1
    sys.exit(1 if failed else 0)
