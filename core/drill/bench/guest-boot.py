#!/usr/bin/env python3
"""Seconds from starting QEMU (TCG) to the guest's user space having read its disk: from a local raw file, and from each server
given as NAME=COMMAND, where {socket} in the command stands for the unix socket it has to listen on. Rounds are interleaved; the ratio is
taken round by round against the raw file.
usage: guest-boot.py --guest DIRECTORY --raw FILE [--rounds 5] NAME=COMMAND ..."""
import argparse, os, shlex, signal, statistics, subprocess, tempfile, threading, time

arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
arguments.add_argument('--guest', required=True)
arguments.add_argument('--raw', required=True)
arguments.add_argument('--rounds', type=int, default=5)
arguments.add_argument('servers', nargs='*')
options = arguments.parse_args()
scratch = tempfile.mkdtemp(prefix='guest-boot-')


def boot(url):
    command = ['qemu-system-x86_64', '-accel', 'tcg', '-M', 'q35', '-cpu', 'max', '-m', '512', '-smp', '1', '-nodefaults',
               '-no-user-config', '-display', 'none', '-serial', 'stdio', '-no-reboot', '-kernel', f'{options.guest}/vmlinuz',
               '-initrd', f'{options.guest}/initramfs', '-append', 'console=ttyS0 quiet panic=-1',
               '-drive', f'if=none,id=d,format=raw,cache=writeback,file={url}', '-device', 'virtio-blk-pci,drive=d']
    start = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    limit = threading.Timer(120, process.kill)
    limit.start()
    read = None
    for line in process.stdout:
        if b'GUEST-READ' in line:
            read = time.monotonic() - start
    process.wait()
    limit.cancel()
    if read is None:
        raise SystemExit(f'guest did not come up from {url}: {process.stderr.read().decode()}')
    return read


def serve_and_boot(command):
    socket = f'{scratch}/s'
    server = subprocess.Popen(shlex.split(command.replace('{socket}', socket)), stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while not os.path.exists(socket):
            if server.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f'server did not come up: {command}')
            time.sleep(.02)
        return boot(f'nbd+unix:///?socket={socket}')
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()
        if os.path.exists(socket):
            os.unlink(socket)


seconds = {'raw file': []}
for _ in range(options.rounds):
    seconds['raw file'].append(boot(os.path.abspath(options.raw)))
    for server in options.servers:
        name, command = server.split('=', 1)
        seconds.setdefault(name, []).append(serve_and_boot(command))
print(f'{"seconds until the guest has read its disk":<44}{"min":>8}{"median":>8}{"max":>8}{"ratio":>8}')
for name, values in seconds.items():
    ratio = statistics.median(a / b for a, b in zip(values, seconds['raw file']))
    print(f'{name:<44}{min(values):>8.2f}{statistics.median(values):>8.2f}{max(values):>8.2f}{ratio:>8.2f}')
