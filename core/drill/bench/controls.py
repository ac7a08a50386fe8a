#!/usr/bin/env python3
"""Measures how long frames of the console's controls take, drawn by software.

    core/drill/bench/controls.py [--seconds 8] [--rounds 3] [--display :99] [SCENARIO ...]

Scenarios: topology-1000 (1,000 machines, all in sight), topology-10000 (moved and zoomed without a rest), table-10000 (1,000 changes
a second, sorted by what changes). Each runs in a Java of its own, rounds times; every round is printed. Without --display windows
are JavaFX's headless ones; with it they are shown there (an Xvfb, for example). Needs mvn package -DskipTests beforehand, and a
machine that does nothing else. JAVA_HOME, or the newest JDK 25 under /usr/lib/jvm, runs it.
"""
import argparse
import glob
import os
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
SCENARIOS = ['topology-1000', 'topology-10000', 'table-10000']


def java():
    home = os.environ.get('JAVA_HOME')
    found = [f'{home}/bin/java'] if home else sorted(glob.glob('/usr/lib/jvm/*25*/bin/java'))
    return found[-1] if found else 'java'


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('scenarios', nargs='*', default=SCENARIOS, metavar='SCENARIO')
    parser.add_argument('--seconds', type=float, default=8)
    parser.add_argument('--rounds', type=int, default=3)
    parser.add_argument('--display')
    arguments = parser.parse_args()
    unknown = set(arguments.scenarios) - set(SCENARIOS)
    if unknown:
        parser.error(f'no such scenario: {", ".join(sorted(unknown))}')
    path = f'{TOP}/app/target/test-classes:{TOP}/app/target/classes:{TOP}/app/target/lib/*'
    platform = [] if arguments.display else ['-Dglass.platform=Headless']
    environment = dict(os.environ, **({'DISPLAY': arguments.display} if arguments.display else {}))
    where = f'display {arguments.display}' if arguments.display else 'headless'
    for _ in range(arguments.rounds):
        for scenario in arguments.scenarios:
            run = subprocess.run([java(), '-Xmx400m', '-XX:+UseSerialGC', '-Dprism.order=sw', *platform,
                                  '--enable-native-access=ALL-UNNAMED', '--sun-misc-unsafe-memory-access=allow', '-cp', path,
                                  'secondsite.app.control.ControlsBench', scenario, str(arguments.seconds)],
                                 env=environment, stdout=subprocess.PIPE, text=True, check=False)
            lines = [line for line in run.stdout.splitlines() if line.startswith(scenario)]
            if run.returncode != 0 or not lines:
                sys.exit(f'{scenario} did not end well:\n{run.stdout}')
            print(f'{where}: {lines[0]}', flush=True)


if __name__ == '__main__':
    main()
