#!/usr/bin/env python3
"""Measures what it costs a machine that its block devices are tracked or scanned by an agent, on this machine. As root.

    core/drill/bench/tracking.py [--rows fio,events,freeze,load,scan] [--rounds 5] [--seconds 5] [--size 1G] [--json FILE]

The agent is a process of its own with the command line of installer/secondsite, in a deployment of `secondsite deployment create` whose
servers run on the same processors. Devices are loop devices over files in --images, which is in memory by default: a slow disk hides
what tracking costs. Nothing is dropped, and no round is for warming up.

fio      Two raw devices of one size, one tracked and one not. Each round runs fio on both, in random order: random writes of 4 KiB at queue
         depth 16, and sequential ones of 128 KiB, past the cache. Printed are writes a second (MiB/s), and the median over the rounds of
         tracked/untracked within a round. The agent hears of all writes meanwhile; no point falls into a round.
events   A device in memory without a queue (zram; its events are those of stacked devices) is written in blocks of 4 KiB, zeros, at 100,000
         a second and as fast as it goes. Printed are the rate, whether the agent says that it kept up, and its processor time.
freeze   An ext4 on a tracked device is written at random at 50 MiB/s, through its cache. The servers, which would be elsewhere, are stopped
         meanwhile, and the agent keeps all in its spool. Points are ordered, --points of them. Printed are how long the
         agent says that file systems were frozen, and the longest stall that an observer saw who writes 4 KiB and syncs in a loop, in the
         second around each point, and in as many seconds without one.
load     The same ext4 is written at 20 MiB/s, with a point every --every seconds. Printed are the processor time of the agent and what it
         started, in percent of one processor, by what it did: in the whole, and its peak memory.
scan     A device that nobody writes to is captured by scans, and may not be frozen, so that a point is one scan and a mark; the time from its order,
         beside that of dd reading the device past the cache, in turn. The first is not dropped, although Java compiles then.

Needs fio, losetup, mkfs.ext4, a kernel with tracing, a JDK 25, and a built checkout (installer/setup build). Works in new folders within
--scratch and --images, deleted at the end.
"""
import argparse
import contextlib
import json
import os
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from transfer import Deployment, Java, RUNNING, await_that, check_tools, fail, run, sized, start, stop, TOOLS

ROWS = ['fio', 'events', 'freeze', 'load', 'scan']
GOALS = {'random': 0.95, 'sequential': 0.95, 'freeze': 200, 'load': 5, 'memory': 200, 'scan': 0.8}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--rows', default=','.join(ROWS), help='of ' + ', '.join(ROWS))
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--seconds', type=int, default=5, help='of each run of fio')
    parser.add_argument('--size', type=sized, default='1G', help='of each device')
    parser.add_argument('--points', type=int, default=20)
    parser.add_argument('--every', type=int, default=10, help='seconds between the points of row load')
    parser.add_argument('--load-seconds', type=int, default=60)
    parser.add_argument('--block', default='4k', help='of the writes of rows freeze and load')
    parser.add_argument('--images', default='/dev/shm', help='folder of the images behind the devices')
    parser.add_argument('--scratch', default=tempfile.gettempdir())
    parser.add_argument('--java-options', default='', help='added for our programs')
    parser.add_argument('--json', help='file for all figures')
    options = parser.parse_args()
    options.rows = options.rows.split(',')
    for row in options.rows:
        if row not in ROWS:
            parser.error(f'there is no row {row}; there are {", ".join(ROWS)}')
    return options


def tell(words):
    print(words, file=sys.stderr, flush=True)


def hundredth(values, part):
    """The value below which this part of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part / 100))]


class Loop:
    """A loop device over a new file."""

    def __init__(self, folder, name, size):
        self.image = f'{folder}/{name}.img'
        with open(self.image, 'wb') as file:
            file.truncate(size)
            os.posix_fallocate(file.fileno(), 0, size)
        self.path = run(['losetup', '-f', '--show', self.image]).strip()
        self.mounted = None

    def mount(self):
        self.mounted = self.image + '.mounted'
        os.makedirs(self.mounted)
        run(['mkfs.ext4', '-q', '-F', self.path])
        run(['mount', self.path, self.mounted])
        return self.mounted

    def close(self):
        if self.mounted:
            subprocess.run(['umount', '-l', self.mounted])
        subprocess.run(['losetup', '-d', self.path])
        os.unlink(self.image)


class Zram:
    """A device in memory that has no queue of requests."""

    def __init__(self, size):
        self.number = open('/sys/class/zram-control/hot_add').read().strip()
        self.path = f'/dev/zram{self.number}'
        with open(f'/sys/block/zram{self.number}/disksize', 'w') as file:
            file.write(str(size))

    def close(self):
        with open('/sys/class/zram-control/hot_remove', 'w') as file:
            file.write(self.number)


class Tracked:
    """A deployment whose agent captures one device, past which its machine writes."""

    def __init__(self, bench, name, device, size, how='', more=''):
        self.size = size
        stand_in = f'{bench.folder}/{name}.stand-in'
        with open(stand_in, 'wb') as file:
            file.truncate(size)
        self.deployment = Deployment(bench.java, f'{bench.folder}/{name}', stand_in)
        file = f'{self.deployment.agent_folder}/agent.yaml'
        text = open(file).read()
        self.identity = identity = re.search(r'id: ([0-9a-f]{8}-[0-9a-f-]{27})', text).group(1)
        text = text[:re.search(r'(?m)^disks:', text).start()] + \
            f'disks:\n  - {{id: {identity}, name: data, device: {device}, size: {size}{how}}}\n{more}'
        text += 'spool: {limit: 32 GiB}\n' if not re.search(r'(?m)^spool:', text) else ''
        with open(file, 'w') as changed:
            changed.write(text)
        self.deployment.start_servers()
        self.deployment.start_agent()
        self.deployment.await_recoverable()
        self.deployment.await_settled()
        tell(f'{name}: {device} is protected')

    def agent(self):
        return self.deployment.agent

    def status(self):
        return self.deployment.status()

    def mark(self):
        """@return seconds that it took, or the reason why there is no such point"""
        began = time.monotonic()
        reply = self.order({'verb': 'MARK', 'disks': [], 'kind': 'crash'})
        return reply.get('error') or time.monotonic() - began

    def order(self, order):
        with socket.socket(socket.AF_UNIX) as agent:
            agent.settimeout(300)
            agent.connect(f'{self.deployment.agent_folder}/control.sock')
            agent.sendall(json.dumps(order).encode() + b'\n')
            answer = b''
            while not answer.endswith(b'\n'):
                some = agent.recv(1 << 16)
                if not some:
                    raise OSError('the agent hung up')
                answer += some
        return json.loads(answer)

    def stop_servers(self):
        for server in self.deployment.servers:
            server.send_signal(signal.SIGSTOP)

    def let_servers_go_on(self):
        for server in self.deployment.servers:
            server.send_signal(signal.SIGCONT)

    def frozen(self):
        """Milliseconds of each freeze, as the agent's log has them."""
        with open(self.agent().log, errors='replace') as log:
            return [float(found) for found in re.findall(r'stood still for ([\d.]+) ms', log.read())]

    def processor(self):
        """Seconds of the agent, and of what it started and waited for."""
        fields = open(f'/proc/{self.agent().pid}/stat').read().rsplit(')', 1)[1].split()
        ticks = os.sysconf('SC_CLK_TCK')
        return (int(fields[11]) + int(fields[12])) / ticks, (int(fields[13]) + int(fields[14])) / ticks

    def memory(self):
        """MiB that it has now, and had at most."""
        text = open(f'/proc/{self.agent().pid}/status').read()
        return tuple(int(re.search(rf'{name}:\s+(\d+) kB', text).group(1)) / 1024 for name in ('VmRSS', 'VmHWM'))

    def close(self):
        self.deployment.stop()
        # An agent that ends leaves the kernel's record for the next one.
        with contextlib.suppress(FileNotFoundError):
            os.rmdir(f'/sys/kernel/tracing/instances/secondsite-{self.identity}')


def fio(target, seconds, *words):
    told = json.loads(run(['fio', '--output-format=json', '--name=bench', f'--filename={target}', '--time_based',
                           f'--runtime={seconds}', *words]))
    return told['jobs'][0]['write']


RANDOM = ('--direct=1', '--ioengine=libaio', '--iodepth=16', '--rw=randwrite', '--bs=4k', '--randrepeat=0')
SEQUENTIAL = ('--direct=1', '--ioengine=libaio', '--iodepth=16', '--rw=write', '--bs=128k')


class Bench:

    def __init__(self, options):
        self.options = options
        self.java = Java(options)
        self.folder = tempfile.mkdtemp(prefix='tracking', dir=options.scratch)
        self.images = tempfile.mkdtemp(prefix='tracking', dir=options.images)
        self.figures = {}
        self.open = []

    def keep(self, what):
        self.open.append(what)
        return what

    def close_all(self):
        for each in reversed(self.open):
            each.close()
        self.open.clear()

    def run(self):
        for row in self.options.rows:
            try:
                self.figures[row] = getattr(self, row)()
            finally:
                self.close_all()

    def fio(self):
        size = self.options.size
        devices = {name: self.keep(Loop(self.images, name, size)) for name in ('tracked', 'untracked')}
        tracked = self.keep(Tracked(self, 'fio', devices['tracked'].path, size))
        figures = {kind: [] for kind in ('random', 'sequential')}
        for number in range(self.options.rounds):
            for kind, words in (('random', RANDOM), ('sequential', SEQUENTIAL)):
                found = {}
                for name in random.sample(list(devices), 2):
                    write = fio(devices[name].path, self.options.seconds, *words)
                    found[name] = write['iops'] if kind == 'random' else write['bw'] / 1024
                figures[kind].append(found)
                tell(f'fio round {number + 1} {kind}: ' + '  '.join(f'{k} {v:.0f}' for k, v in found.items()))
        state = tracked.status()
        print(f'\nfio: writes a second (4 KiB, random, depth 16) and MiB/s (128 KiB, sequential), devices of {size >> 20} MiB'
              f' in {self.options.images}; the agent is {state["state"]} in the end')
        for kind, found in figures.items():
            ratios = [each['tracked'] / each['untracked'] for each in found]
            for name in devices:
                values = [each[name] for each in found]
                print(f'  {kind:<12}{name:<12}{min(values):>10.0f}{statistics.median(values):>10.0f}{max(values):>10.0f}')
            self.verdict(f'{kind}, tracked/untracked', statistics.median(ratios), GOALS[kind], True,
                         f'{min(ratios):.3f} to {max(ratios):.3f}')
        return figures

    @staticmethod
    def verdict(what, value, goal, at_least, more=''):
        met = value >= goal if at_least else value <= goal
        print(f'  {what:<40}{value:>8.3f}  goal {">=" if at_least else "<="} {goal}{"" if met else "  MISSED"}  {more}')

    def events(self):
        size = self.options.size
        device = self.keep(Zram(size))
        tracked = self.keep(Tracked(self, 'events', device.path, size))
        words = ('--direct=1', '--ioengine=psync', '--rw=randwrite', '--bs=4k', '--zero_buffers', '--numjobs=2',
                 '--group_reporting')
        figures = []
        print('\nevents: writes of 4 KiB a second to a device without a queue, in memory')
        for name, more in (('100,000 a second', ('--rate_iops=50000',)), ('as fast as it goes', ())):
            for _ in range(self.options.rounds):
                await_that('the agent logs', lambda: tracked.status()['state'] == 'LOGGING', [tracked.agent()], 0.2)
                before = tracked.processor()
                rate = fio(device.path, self.options.seconds, *words, *more)['iops']
                used = tracked.processor()[0] - before[0]
                time.sleep(1.5)
                now = tracked.status()
                found = {'what': name, 'rate': rate, 'state': now['state'], 'reason': now.get('reason'),
                         'processor': used / self.options.seconds}
                figures.append(found)
                said = 'kept up' if now['state'] == 'LOGGING' else f'{now["state"]}: {now.get("reason")}'
                print(f'  {name:<22}{rate:>10.0f} a second, agent {100 * found["processor"]:>5.1f} % of a processor: {said}')
        return figures

    def freeze(self):
        size = self.options.size
        loop = self.keep(Loop(self.images, 'freeze', size))
        mounted = loop.mount()
        tracked = self.keep(Tracked(self, 'freeze', loop.path, size))
        tracked.stop_servers()
        writer = self.writer(mounted, 50)
        observer = Observer(f'{mounted}/observer')
        marks = []
        quiet = []
        try:
            time.sleep(3)
            for number in range(self.options.points):
                began = time.monotonic()
                took = tracked.mark()
                marks.append({'took': took, 'stall': observer.longest(began, time.monotonic())})
                time.sleep(1)
                quiet.append(observer.longest(time.monotonic() - 0.9, time.monotonic()))
                tell(f'freeze point {number + 1}: {took}, stall {marks[-1]["stall"] * 1e3:.0f} ms, without {quiet[-1] * 1e3:.0f} ms')
        finally:
            observer.close()
            stop(writer)
            tracked.let_servers_go_on()
        frozen = tracked.frozen()
        made = [mark for mark in marks if isinstance(mark['took'], float)]
        stalls = [1e3 * mark['stall'] for mark in marks]
        print(f'\nfreeze: {len(made)} of {len(marks)} points made, under 50 MiB/s of random writes of {self.options.block}')
        for mark in marks:
            if not isinstance(mark['took'], float):
                print(f'  no point: {mark["took"]}')
        if frozen:
            self.verdict('frozen, as the agent says, 95 %, ms', hundredth(frozen, 95), GOALS['freeze'], False,
                         f'median {statistics.median(frozen):.0f}, longest {max(frozen):.0f}, {len(frozen)} freezes')
        self.verdict('longest stall seen, 95 %, ms', hundredth(stalls, 95), GOALS['freeze'], False,
                     f'median {statistics.median(stalls):.0f}, longest {max(stalls):.0f}')
        print(f'  without a point: 95 % {1e3 * hundredth(quiet, 95):.0f}, longest {1e3 * max(quiet):.0f} ms')
        if made:
            print(f'  a point takes {statistics.median(mark["took"] for mark in made):.2f} s')
        return {'frozen': frozen, 'marks': marks, 'without': quiet}

    def writer(self, mounted, rate):
        area = int(self.options.size * 0.6) >> 20
        words = ['fio', '--name=load', f'--filename={mounted}/load', f'--size={area}m', '--rw=randwrite',
                 f'--bs={self.options.block}', f'--rate={rate}m', '--time_based', '--runtime=3600', '--ioengine=psync',
                 '--randrepeat=0', '--fallocate=posix', '--output=/dev/null']
        run(['fio', '--name=lay', f'--filename={mounted}/load', f'--size={area}m', '--rw=write', '--bs=1m', '--output=/dev/null'])
        return start(words, f'{self.folder}/fio.log')

    def load(self):
        size = self.options.size
        loop = self.keep(Loop(self.images, 'load', size))
        mounted = loop.mount()
        tracked = self.keep(Tracked(self, 'load', loop.path, size))
        writer = self.writer(mounted, 20)
        marks = []
        try:
            time.sleep(5)
            before = tracked.processor()
            began = time.monotonic()
            end = began + self.options.load_seconds
            while time.monotonic() < end:
                time.sleep(max(0, min(self.options.every, end - time.monotonic())))
                marks.append(tracked.mark())
            seconds = time.monotonic() - began
            used = tracked.processor()
        finally:
            stop(writer)
        own, others = ((used[i] - before[i]) / seconds * 100 for i in (0, 1))
        now, most = tracked.memory()
        print(f'\nload: {seconds:.0f} s of 20 MiB/s of random writes of {self.options.block}, a point every {self.options.every} s;'
              f' {sum(isinstance(mark, float) for mark in marks)} of {len(marks)} made')
        for mark in marks:
            if not isinstance(mark, float):
                print(f'  no point: {mark}')
        self.verdict('agent, % of a processor', own, GOALS['load'], False, f'and {others:.1f} of what it started')
        self.verdict('resident memory, MiB', most, GOALS['memory'], False, f'{now:.0f} in the end')
        return {'own': own, 'others': others, 'memory': most, 'marks': marks}

    def scan(self):
        size = self.options.size
        loop = self.keep(Loop(self.images, 'scan', size))
        run(['fio', '--name=lay', f'--filename={loop.path}', f'--size={size}', '--rw=write', '--bs=1m', '--output=/dev/null'])
        tracked = self.keep(Tracked(self, 'scan', loop.path, size, ', capture: scan', 'tracking: {freeze: 1 ms}\n'))
        figures = []
        for number in range(self.options.rounds):
            found = {}
            for name in random.sample(['dd', 'scan'], 2):
                began = time.monotonic()
                if name == 'dd':
                    run(['dd', f'if={loop.path}', 'of=/dev/null', 'bs=1M', 'iflag=direct'])
                else:
                    took = tracked.mark()
                    if not isinstance(took, float):
                        fail(f'no point: {took}')
                found[name] = time.monotonic() - began
            figures.append(found)
            tell(f'scan round {number + 1}: ' + '  '.join(f'{k} {v:.2f}' for k, v in found.items()))
        print(f'\nscan: MiB/s of a device of {size >> 20} MiB in {self.options.images}')
        for name in ('dd', 'scan'):
            rates = [(size >> 20) / each[name] for each in figures]
            print(f'  {name:<12}{min(rates):>10.0f}{statistics.median(rates):>10.0f}{max(rates):>10.0f}')
        self.verdict('scan/reading', statistics.median(each['dd'] / each['scan'] for each in figures), GOALS['scan'], True)
        return figures


class Observer:
    """Writes and syncs in a loop, and knows how long it was kept waiting when."""

    def __init__(self, file):
        self.file = os.open(file, os.O_CREAT | os.O_WRONLY)
        self.waits = []
        self.closed = False
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def watch(self):
        block = b'o' * 4096
        while not self.closed:
            began = time.monotonic()
            os.pwrite(self.file, block, 0)
            os.fdatasync(self.file)
            self.waits.append((began, time.monotonic()))
            time.sleep(0.001)

    def longest(self, since, until):
        # The wait that is under way then is known a moment later.
        time.sleep(0.3)
        return max((end - begin for begin, end in list(self.waits) if end >= since and begin <= until), default=0.0)

    def close(self):
        self.closed = True
        self.thread.join(60)
        os.close(self.file)


def main():
    options = arguments()
    if os.geteuid():
        fail('only root may trace the kernel')
    TOOLS['tracking'] = ['fio', 'losetup', 'mkfs.ext4', 'fsfreeze', 'dd']
    check_tools(['tracking'])
    bench = Bench(options)

    def ended(*_):
        raise SystemExit(130)

    signal.signal(signal.SIGTERM, ended)
    try:
        bench.run()
    finally:
        bench.close_all()
        for process in list(RUNNING):
            stop(process)
        shutil.rmtree(bench.folder, ignore_errors=True)
        shutil.rmtree(bench.images, ignore_errors=True)
    if options.json:
        with open(options.json, 'w') as file:
            json.dump(bench.figures, file, indent=1)


if __name__ == '__main__':
    main()
