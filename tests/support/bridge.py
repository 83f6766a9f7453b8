"""BRIDGE-MIB (RFC 4188) of one Linux bridge, for net-snmp's pass_persist: what snmpd lacks."""

import json
import subprocess
import sys
import time

BRIDGE = sys.argv[1]
BASE = (1, 3, 6, 1, 2, 1, 17)


def told(*command):
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout or b"[]")


def table():
    links = {link["ifname"]: link for link in told("ip", "-j", "link")}
    own = links[BRIDGE]["address"]
    ports = {}
    for name, link in links.items():
        if link.get("master") == BRIDGE:
            with open(f"/sys/class/net/{name}/brport/port_no") as number:
                ports[name] = (int(number.read(), 0), link["ifindex"])
    rows = {BASE + (1, 1, 0): ("octet", own.replace(":", " "))}
    rows[BASE + (1, 2, 0)] = ("integer", len(ports))
    for number, index in ports.values():
        rows[BASE + (1, 4, 1, 2, number)] = ("integer", index)
    for entry in told("bridge", "-j", "fdb", "show", "br", BRIDGE):
        learned = entry.get("state", "") == "" and entry.get("ifname") in ports
        if learned and "self" not in entry.get("flags", []):
            mac = tuple(int(octet, 16) for octet in entry["mac"].split(":"))
            rows[BASE + (4, 3, 1, 1) + mac] = ("octet", entry["mac"].replace(":", " "))
            rows[BASE + (4, 3, 1, 2) + mac] = ("integer", ports[entry["ifname"]][0])
            rows[BASE + (4, 3, 1, 3) + mac] = ("integer", 3)
    return rows


def main():
    read, rows = 0.0, {}
    while line := sys.stdin.readline():
        if line.strip() == "PING":
            print("PONG", flush=True)
            continue
        wanted = tuple(int(n) for n in sys.stdin.readline().strip().strip(".").split("."))
        if time.monotonic() - read > 1:
            read, rows = time.monotonic(), table()
        name = wanted
        if line.strip() == "getnext":
            name = min((oid for oid in rows if oid > wanted), default=None)
        if name in rows:
            kind, value = rows[name]
            print("." + ".".join(map(str, name)), kind, value, sep="\n", flush=True)
        else:
            print("NONE", flush=True)


main()
