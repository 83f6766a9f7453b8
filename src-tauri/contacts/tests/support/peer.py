"""A mail server for tests, on loopback, that is not ours: aiosmtpd.

Arguments: plain | starttls | tls, certificate, key, and mechanisms of AUTH to leave out.
PEER_ADDRESS in the environment is where it listens, if not there.
Prints its port, then one line of JSON for every message it takes. Ends when its input ends.
Recipients decide what happens: see Handler.
"""

import asyncio
import email
import email.policy
import json
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

mode, certificate, key, *left_out = sys.argv[1:]


class Handler:
    def __init__(self):
        self.greylisted = set()
        self.mum = True
        self.taken = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        who = address.split("@")[0]
        if who == "nobody":
            return "550 5.1.1 no such mailbox here"
        if who == "full":
            return "452 4.2.2 mailbox full"
        if who == "grey" and address not in self.greylisted:
            self.greylisted.add(address)
            return "451 4.7.1 greylisted, please come back"
        if who == "hang":
            await asyncio.sleep(3600)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        self.taken += 1
        line = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "headers": {name.lower(): str(value) for name, value in message.items()},
            "body": message.get_content(),
            "encrypted": bool(server.transport.get_extra_info("ssl_object")),
            "login": session.auth_data.login.decode() if session.auth_data else None,
            "longest": max(len(line) for line in envelope.original_content.split(b"\r\n")),
            "ascii": all(octet < 128 for octet in envelope.original_content),
        }
        print(json.dumps(line), flush=True)
        if self.mum and any(address.startswith("mum@") for address in envelope.rcpt_tos):
            # It has the first letter, and never says so.
            self.mum = False
            await asyncio.sleep(3600)
        return f"250 2.0.0 Ok: queued as TEST{self.taken}"


def authenticate(server, session, envelope, mechanism, data):
    good = (data.login, data.password) == (b"tower", "火の見 1".encode())
    return AuthResult(success=good, handled=False, auth_data=data if good else None)


async def main():
    handler = Handler()
    context = None
    if mode != "plain":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)

    def peer():
        return SMTP(
            handler,
            hostname="peer.test",
            tls_context=context if mode == "starttls" else None,
            require_starttls=mode == "starttls",
            auth_required=mode != "plain",
            auth_require_tls=mode == "starttls",
            auth_exclude_mechanism=left_out,
            authenticator=authenticate,
        )

    over = context if mode == "tls" else None
    here = os.environ.get("PEER_ADDRESS", "127.0.0.1")
    server = await asyncio.get_running_loop().create_server(peer, here, 0, ssl=over)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
