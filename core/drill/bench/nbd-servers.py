#!/usr/bin/env python3
"""Compares NBD servers over one raw file, with fio.

In every round each server is started afresh, warmed up and put through all rows, one server after the other, so that whatever
else the machine does hits all of them. Printed is, per row, each server's median and the median of its ratio to the reference
within a round.

    core/drill/bench/nbd-servers.py [--pin 0] [--rounds 5] [--rows 4k-randread-qd16,...]
        [--server 'NAME=COMMAND with {socket}, {file} and {folder}'] [--servers NAME,...] [--against NAME]

--pin 0 puts server and client on one processor: the figures are then what a request costs both, without the luck of wake-ups.
{folder} is an empty folder that is deleted after the round (for a log). Needs fio with its nbd engine, and nbdkit; for the
servers of ours the tests must be compiled (mvn test-compile). JAVA_HOME or the newest JDK under /usr/lib/jvm runs them.
"""
import argparse
import glob
import json
import os
import shlex
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))

# name: fio arguments, direction, what counts
ROWS = {
    '4k-randwrite-qd1': (['--rw=randwrite', '--bs=4k', '--iodepth=1'], 'write', 'iops'),
    '4k-randwrite-qd16': (['--rw=randwrite', '--bs=4k', '--iodepth=16'], 'write', 'iops'),
    '4k-randread-qd16': (['--rw=randread', '--bs=4k', '--iodepth=16'], 'read', 'iops'),
    '1m-seqread-qd4': (['--rw=read', '--bs=1M', '--iodepth=4'], 'read', 'mib/s'),
    '64k-seqwrite-qd4': (['--rw=write', '--bs=64k', '--iodepth=4'], 'write', 'mib/s'),
    '1m-seqwrite-qd4': (['--rw=write', '--bs=1M', '--iodepth=4'], 'write', 'mib/s'),
    '4k-randwrite-flush16': (['--rw=randwrite', '--bs=4k', '--iodepth=1', '--fsync=16'], 'write', 'iops'),
}
WARM_UP = ['4k-randwrite-qd16', '4k-randread-qd16', '1m-seqread-qd4', '64k-seqwrite-qd4']


def java():
    home = os.environ.get('JAVA_HOME')
    found = [f'{home}/bin/java'] if home else sorted(glob.glob('/usr/lib/jvm/*25*/bin/java'))
    return found[-1] if found else 'java'


def ours():
    path = f'{TOP}/core/engine/target/classes:{TOP}/core/drill/target/test-classes'
    return f'{java()} -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp {path} ' \
           'secondsite.drill.bench.ServeDisk {file} {socket}'


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--seconds', type=float, default=2)
    parser.add_argument('--warm-up', type=float, default=1.5, help='seconds for each of four kinds of requests')
    parser.add_argument('--size', default='1G')
    parser.add_argument('--pin', help='processors for server and client')
    parser.add_argument('--rows', help='of ' + ', '.join(ROWS))
    parser.add_argument('--server', action='append', default=[], help='NAME=COMMAND: one more server')
    parser.add_argument('--servers', help='only these')
    parser.add_argument('--against', default='nbdkit-file')
    parser.add_argument('--scratch', default=tempfile.gettempdir(), help='folder for the raw file (kept) and the rest')
    parser.add_argument('--json', help='file for all figures')
    return parser.parse_args()


class Bench:

    def __init__(self, options):
        self.options = options
        self.folder = os.path.join(options.scratch, 'nbd-servers')
        os.makedirs(self.folder, exist_ok=True)
        self.file = os.path.join(self.folder, f'disk-{options.size}.raw')
        self.socket = os.path.join(self.folder, 'nbd.sock')
        self.log = os.path.join(self.folder, 'log')
        self.pin = ['taskset', '-c', options.pin] if options.pin else []
        self.commands = {'nbdkit-file': 'nbdkit -f -t 16 -U {socket} file {file}', 'ours': ours()}
        for server in options.server:
            name, command = server.split('=', 1)
            self.commands[name] = command
        self.servers = options.servers.split(',') if options.servers else list(self.commands)
        self.rows = options.rows.split(',') if options.rows else list(ROWS)
        self.figures = {}

    def prepare(self):
        """A file whose blocks are all allocated, so that no server pays for allocation."""
        if not os.path.exists(self.file):
            subprocess.run(['fio', '--name=fill', f'--filename={self.file}', f'--size={self.options.size}',
                            '--rw=write', '--bs=1M', '--ioengine=psync', '--end_fsync=1'],
                           stdout=subprocess.DEVNULL, check=True)

    def start(self, name):
        for left in (self.socket, self.socket + '.lock'):
            if os.path.exists(left):
                os.unlink(left)
        shutil.rmtree(self.log, ignore_errors=True)
        os.makedirs(self.log)
        command = self.commands[name].format(socket=self.socket, file=self.file, folder=self.log)
        output = open(os.path.join(self.folder, f'{name}.out'), 'w')
        server = subprocess.Popen(self.pin + shlex.split(command), stdout=output, stderr=output, start_new_session=True)
        for _ in range(300):
            if server.poll() is not None:
                break
            try:
                with socket.socket(socket.AF_UNIX) as probe:
                    probe.connect(self.socket)
                    if probe.recv(1):
                        return server
            except OSError:
                time.sleep(0.05)
        sys.exit(f'{name} did not start; see {output.name}')

    def stop(self, server):
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
        shutil.rmtree(self.log, ignore_errors=True)

    def run(self, row, seconds):
        os.sync()
        extra, direction, unit = ROWS[row]
        done = subprocess.run(
            self.pin + ['fio', '--name=x', '--ioengine=nbd', f'--uri=nbd+unix:///?socket={self.socket}',
                        f'--size={self.options.size}', '--time_based', f'--runtime={seconds}', '--randrepeat=0',
                        '--buffer_compress_percentage=50', '--refill_buffers=0', '--output-format=json'] + extra,
            capture_output=True, text=True)
        if done.returncode:
            sys.exit(f'fio failed: {done.stderr}{done.stdout[-2000:]}')
        job = json.loads(done.stdout[done.stdout.index('{'):])['jobs'][0][direction]
        return job['iops'] if unit == 'iops' else job['bw_bytes'] / 2**20

    def measure(self):
        for number in range(self.options.rounds):
            for name in self.servers:
                server = self.start(name)
                for row in WARM_UP if self.options.warm_up else []:
                    self.run(row, self.options.warm_up)
                for row in self.rows:
                    self.figures.setdefault(row, {}).setdefault(name, []).append(self.run(row, self.options.seconds))
                self.stop(server)
            print(f'round {number + 1} of {self.options.rounds}', file=sys.stderr)

    def report(self):
        against = self.options.against
        pinned = f', pinned to {self.options.pin}' if self.options.pin else ''
        print(f'{self.options.rounds} rounds of {self.options.seconds} s{pinned}; ratio to {against}')
        for row in self.rows:
            print(f'\n{row} ({ROWS[row][2]})')
            figures = self.figures[row]
            for name in self.servers:
                mine, other = figures[name], figures.get(against)
                ratio = statistics.median(a / b for a, b in zip(mine, other)) if other else float('nan')
                print(f'  {name:<28}{min(mine):>10.0f}{statistics.median(mine):>10.0f}{max(mine):>10.0f}{ratio:>8.2f}')
        if self.options.json:
            with open(self.options.json, 'w') as file:
                json.dump(self.figures, file, indent=1)


if __name__ == '__main__':
    bench = Bench(arguments())
    bench.prepare()
    bench.measure()
    bench.report()
