"""A real server with the invented organisation, on a free port."""

import os
import pathlib
import socket
import subprocess

import congdoan_ffi as congdoan
import pytest

SERVER = pathlib.Path(os.environ["CARGO_TARGET_DIR"]) / "debug" / "congdoan-server"


class Office:
    def __init__(self, folder: pathlib.Path):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.folder = folder
        self.data = folder / "server"
        self.process = None
        self._run("init", "--sample", "--url", f"http://{self.address}")
        self._run("publish")
        self.start()

    def _run(self, *arguments):
        subprocess.run([SERVER, *arguments, "--data", self.data], check=True, stdout=subprocess.DEVNULL)

    def start(self):
        command = [SERVER, "serve", "--data", self.data, "--listen", self.address]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline().startswith("listening on"), "the server starts"

    def stop(self):
        self.process.terminate()
        self.process.wait(10)

    def enrol(self, name: str):
        invitation = (self.data / "sample" / f"{name}.invitation").read_text()
        session = congdoan.enrol(str(self.folder / name), invitation, f"máy của {name}", None, True)
        session.sync_now()
        return session


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path)
    yield office
    office.stop()
