#!/usr/bin/env python3
"""Measures the whole console as an administrator has it: its start, its frames and its heap.

    core/drill/bench/console.py [--seconds 10] [--rounds 3] [--machines 10000] [--changes 1000] [--display :99] [start] [crowd]

start    A server and two machines' agents run (real programs, the loopback). The clock runs from the start of the console's process
         until its window has drawn the dashboard with what the server told; the session was begun before, as by `secondsite login`.
         Options and archive of classes are those of installer/secondsite (run installer/setup first; --no-archive goes without).
         Beside it, with the same options and archive, what JavaFX itself takes to draw a window with one word in the console's theme.
crowd    A server that makes up --machines machines, of which --changes change a second, and tells it by the product's own listener, in a
         process of its own. The console signs in and shows the list of machines, sorted by what changes, then the topology, which is
         moved and zoomed without a rest (or swayed, up to 1,000 machines: all in sight). Printed is the time from pulse to pulse, and in
         the end the heap in use with both, after a collection. At most 400 MiB of heap are allowed.

Every round is printed. Without --display windows are JavaFX's headless ones; with it they are shown there (an Xvfb, for example); drawn by
software in both cases. Needs a built checkout (installer/setup), and a machine that does nothing else.
"""
import argparse
import os
import subprocess
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
DRILL = f'{TOP}/core/drill'
PACKAGE = 'secondsite.drill.console'
# As the programs of the checkout are started: the JDK, options and archive of installer/setup.
OWN = '. "$0/installer/setup"; need_jdk; {archive}; exec "$JAVA25_HOME/bin/java" "${{java_options[@]}}" "${{console_options[@]}}" {options} -cp "{path}" {words}'


def program(words, options, path, archive=False):
    """Runs a command line of Java's with what installer/setup says of all programs."""
    script = OWN.format(archive='use_archive app' if archive else ':', options=' '.join(options), path=path, words=' '.join(words))
    return ['bash', '-c', script, TOP]


def drill(words, options=()):
    return program([f'{PACKAGE}.{words[0]}', *words[1:]], options, 'target/test-classes:target/lib/*')


def started(command, environment):
    return subprocess.Popen(command, env=environment, cwd=DRILL, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ended(process):
    process.stdin.close()
    process.wait(60)


def line(process, what):
    said = process.stdout.readline().strip()
    if not said:
        sys.exit(f'{what} did not start')
    return said


def seconds_until_shown(words, arguments, options, environment):
    command = program([f'{PACKAGE}.{words[0]}', *words[1:]], options, '$(class_path app):target/test-classes', archive=not arguments.no_archive)
    begun = time.monotonic()
    process = started(command, environment)
    # Java's own words may come before it.
    while line(process, words[0]) != 'shown':
        pass
    seconds = time.monotonic() - begun
    ended(process)
    return seconds


def start(arguments, options, environment, where):
    deployment = started(drill(['SmallDeployment']), environment)
    session = line(deployment, 'the deployment')
    for _ in range(arguments.rounds):
        with tempfile.TemporaryDirectory() as kept:
            own = seconds_until_shown(['WatchedConsole', '--once', 'console', '--session', session, '--folder', kept], arguments, options,
                                      environment)
        empty = seconds_until_shown(['EmptyWindow'], arguments, options, environment)
        print(f'{where}: start: {own:.2f} s from the process to the dashboard; {empty:.2f} s to an empty window: {own / empty:.1f} times that',
              flush=True)
    ended(deployment)


def crowd(arguments, options, environment, where):
    for _ in range(arguments.rounds):
        server = started(drill(['CrowdedServer', str(arguments.machines), str(arguments.changes)]), environment)
        address, authority = line(server, 'the server').split()
        console = started(drill(['ConsoleBench', address, authority, str(arguments.machines), str(arguments.seconds)],
                                [*options, '-Xmx400m']), environment)
        for said in console.stdout:
            print(f'{where}: {said.strip()}', flush=True)
        if console.wait(60) != 0:
            sys.exit('the console did not end well')
        ended(server)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('what', nargs='*', metavar='start|crowd')
    parser.add_argument('--seconds', type=float, default=10)
    parser.add_argument('--rounds', type=int, default=3)
    parser.add_argument('--machines', type=int, default=10_000)
    parser.add_argument('--changes', type=int, default=1_000)
    parser.add_argument('--display')
    parser.add_argument('--no-archive', action='store_true')
    parser.add_argument('--java-options', default='', help='further ones for the console')
    arguments = parser.parse_args()
    known = {'start': start, 'crowd': crowd}
    for what in arguments.what or known:
        if what not in known:
            parser.error(f'{what} is none of {", ".join(known)}')
    environment = dict(os.environ, **({'DISPLAY': arguments.display} if arguments.display else {}))
    options = ['-Dprism.order=sw', *([] if arguments.display else ['-Dglass.platform=Headless']), *arguments.java_options.split()]
    for what in arguments.what or known:
        known[what](arguments, options, environment, f'display {arguments.display}' if arguments.display else 'headless')


if __name__ == '__main__':
    main()
