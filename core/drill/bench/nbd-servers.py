#!/usr/bin/env python3
"""Compares NBD servers over one raw file, with fio.

All servers are started and warmed up, then put through the rows in rounds: each row by one server after the other, in another
order each time, in short runs, so that whatever else the machine does hits all of them. Printed are, per row, each server's
lowest, median and highest figure, the median of its ratio to the reference within a round, and the processor time that a request
costs the server and the client.

    core/drill/bench/nbd-servers.py [--pin 0] [--rounds 9] [--rows 4k-randread-qd16,...]
        [--server 'NAME=COMMAND with {socket}, {file} and {folder}'] [--servers NAME,...] [--against NAME]

--pin 0 puts servers and client on one processor: the figures are then what a request costs both, without the luck of wake-ups.
{folder} is a new empty folder (for a log), deleted afterwards. "ours" is the NBD server over the plain file, "split" the split disk with
its log. Needs fio with its nbd engine, and nbdkit; ours must be built with its tests (mvn package -DskipTests). JAVA_HOME, or the newest JDK 25 under /usr/lib/jvm, runs it.
"""
import argparse
import contextlib
import glob
import json
import os
import random
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
# how much each row moves before anything counts, so that what is compiled at run time is
WARM_UP = {'4k-randwrite-flush16': '40M', '64k-seqwrite-qd4': '3G', '1m-seqwrite-qd4': '5G', '1m-seqread-qd4': '5G'}
TICKS = os.sysconf('SC_CLK_TCK')


def java():
    home = os.environ.get('JAVA_HOME')
    found = [f'{home}/bin/java'] if home else sorted(glob.glob('/usr/lib/jvm/*25*/bin/java'))
    return found[-1] if found else 'java'


def ours():
    path = f'{TOP}/core/engine/target/classes:{TOP}/core/drill/target/test-classes'
    return f'{java()} -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp {path} ' \
           'secondsite.drill.bench.ServeDisk {file} {socket}'


def split():
    path = f'{TOP}/agent/target/classes:{TOP}/agent/target/lib/*'
    return f'{java()} -Xmx512m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED ' \
           f'--sun-misc-unsafe-memory-access=allow -cp {path} secondsite.agent.Main ' \
           'disk serve --spool {folder} --spool-limit 4GiB --unix {socket} {file}'


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--rounds', type=int, default=9)
    parser.add_argument('--seconds', type=float, default=0.5, help='of one run')
    parser.add_argument('--no-warm-up', action='store_true')
    parser.add_argument('--size', default='256M')
    parser.add_argument('--pin', help='processors for server and client')
    parser.add_argument('--rows', help='of ' + ', '.join(ROWS))
    parser.add_argument('--server', action='append', default=[], help='NAME=COMMAND: one more server')
    parser.add_argument('--servers', help='only these')
    parser.add_argument('--against', default='nbdkit-file')
    parser.add_argument('--scratch', default=tempfile.gettempdir(), help='folder for the raw file (kept) and the rest')
    parser.add_argument('--json', help='file for all figures')
    return parser.parse_args()


class Server:

    def __init__(self, name, command, folder, file, pin):
        self.name = name
        self.socket = os.path.join(folder, f'{name}.sock')
        self.log = os.path.join(folder, f'{name}.log')
        self.output = os.path.join(folder, f'{name}.out')
        shutil.rmtree(self.log, ignore_errors=True)
        os.makedirs(self.log)
        if os.path.exists(self.socket):
            os.unlink(self.socket)
        command = command.format(socket=self.socket, file=file, folder=self.log)
        with open(self.output, 'w') as output:
            self.process = subprocess.Popen(pin + shlex.split(command), stdout=output, stderr=output,
                                            start_new_session=True)

    def await_start(self):
        for _ in range(600):
            if self.process.poll() is not None:
                break
            try:
                with socket.socket(socket.AF_UNIX) as probe:
                    probe.connect(self.socket)
                    if probe.recv(1):
                        return
            except OSError:
                time.sleep(0.05)
        sys.exit(f'{self.name} did not start; see {self.output}')

    def processor_seconds(self):
        """Of the process and what it started."""
        seconds = 0
        for stat in glob.glob('/proc/[0-9]*/stat'):
            try:
                fields = open(stat).read().rsplit(')', 1)[1].split()
            except OSError:
                continue
            if int(fields[3]) == self.process.pid:
                seconds += (int(fields[11]) + int(fields[12])) / TICKS
        return seconds

    def stop(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        shutil.rmtree(self.log, ignore_errors=True)
        if 'RESYNC_REQUIRED' in open(self.output).read():
            print(f'{self.name} stopped logging: its figures are worth nothing; see {self.output}')


class Bench:

    def __init__(self, options):
        self.options = options
        self.folder = os.path.join(options.scratch, 'nbd-servers')
        os.makedirs(self.folder, exist_ok=True)
        self.file = os.path.join(self.folder, f'disk-{options.size}.raw')
        self.pin = ['taskset', '-c', options.pin] if options.pin else []
        self.commands = {'nbdkit-file': 'nbdkit -f -t 16 -U {socket} file {file}', 'ours': ours(), 'split': split()}
        for server in options.server:
            name, command = server.split('=', 1)
            self.commands[name] = command
        self.names = options.servers.split(',') if options.servers else list(self.commands)
        self.rows = options.rows.split(',') if options.rows else list(ROWS)
        self.figures = {row: {name: [] for name in self.names} for row in self.rows}

    def prepare(self):
        """A file whose blocks are all allocated, so that no server pays for allocation."""
        if not os.path.exists(self.file):
            subprocess.run(['fio', '--name=fill', f'--filename={self.file}', f'--size={self.options.size}',
                            '--rw=write', '--bs=1M', '--ioengine=psync', '--end_fsync=1'],
                           stdout=subprocess.DEVNULL, check=True)

    def measure(self):
        servers = []
        try:
            for name in self.names:
                servers.append(Server(name, self.commands[name], self.folder, self.file, self.pin))
            for server in servers:
                server.await_start()
            if not self.options.no_warm_up:
                self.warm_up(servers)
            for number in range(self.options.rounds):
                self.round(servers)
                print(f'round {number + 1} of {self.options.rounds}', file=sys.stderr)
        finally:
            for server in servers:
                server.stop()

    def warm_up(self, servers):
        for server in servers:
            for row in self.rows:
                self.fio(server, row, [f'--io_size={WARM_UP.get(row, "600M")}'])

    def round(self, servers):
        for row in self.rows:
            os.sync()
            for server in random.sample(servers, len(servers)):
                self.recall(server)
                before = server.processor_seconds()
                figure, requests, client = self.fio(server, row,
                                                    ['--time_based', f'--runtime={self.options.seconds}'])
                used = server.processor_seconds() - before
                self.figures[row][server.name].append((figure, used / requests * 1e6, client / requests * 1e6))

    def recall(self, server):
        """Brings the file and the server's log into memory: where memory is taken back from the idle, the first one measured would pay."""
        for path in [self.file] + glob.glob(f'{server.log}/**/*.s*', recursive=True):
            # a log lets go of its files meanwhile
            with contextlib.suppress(FileNotFoundError), open(path, 'rb') as file:
                while file.read(1 << 20):
                    pass

    def fio(self, server, row, extent):
        """IOPS or MiB/s, the number of requests, and the client's processor seconds."""
        extra, direction, unit = ROWS[row]
        done = subprocess.run(
            self.pin + ['fio', '--name=x', '--ioengine=nbd', f'--uri=nbd+unix:///?socket={server.socket}',
                        f'--size={self.options.size}', '--randrepeat=0', '--buffer_compress_percentage=50',
                        '--refill_buffers=0', '--output-format=json'] + extent + extra, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f'fio failed with {server.name}: {done.stderr}{done.stdout[-2000:]}')
        job = json.loads(done.stdout[done.stdout.index('{'):])['jobs'][0]
        figure = job[direction]['iops'] if unit == 'iops' else job[direction]['bw_bytes'] / 2**20
        return figure, job[direction]['total_ios'], (job['usr_cpu'] + job['sys_cpu']) / 1e5 * job['job_runtime']

    def report(self):
        against = self.options.against
        pinned = f', on processor {self.options.pin}' if self.options.pin else ''
        print(f'{self.options.rounds} rounds of {self.options.seconds} s{pinned}; ratio to {against}; '
              'processor time in us a request')
        for row in self.rows:
            print(f'\n{row + " (" + ROWS[row][2] + ")":<34}{"lowest":>9}{"median":>9}{"highest":>9}{"ratio":>8}'
                  f'{"server":>9}{"client":>9}')
            for name in self.names:
                mine = self.figures[row][name]
                other = self.figures[row].get(against, mine)
                rates = [figure for figure, _, _ in mine]
                ratio = statistics.median(a[0] / b[0] for a, b in zip(mine, other))
                print(f'  {name:<32}{min(rates):>9.0f}{statistics.median(rates):>9.0f}{max(rates):>9.0f}{ratio:>8.2f}'
                      f'{statistics.median(x[1] for x in mine):>9.2f}{statistics.median(x[2] for x in mine):>9.2f}')
        if self.options.json:
            with open(self.options.json, 'w') as file:
                json.dump(self.figures, file, indent=1)


if __name__ == '__main__':
    signal.signal(signal.SIGTERM, lambda *_: sys.exit('terminated'))   # so that the servers are stopped
    bench = Bench(arguments())
    bench.prepare()
    bench.measure()
    bench.report()
