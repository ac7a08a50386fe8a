#!/usr/bin/env python3
"""Compares what agent, process server and master target do to disks with what other programs need for the same, on this machine.

    core/drill/bench/transfer.py [--rows copy,resync,steady,opening] [--rounds 5] [--size 4G] [--json FILE] [--only NAME,...]

Each round runs all contenders of a row once, in another order each time; nothing is dropped, and no round is for warming up. Printed are
each contender's lowest, median and highest figure, what it sent, and the median over the rounds of ours/peer within a round, with the
goal beside it. Our programs are processes of their own with the command line of installer/secondsite, a deployment of
`secondsite deployment create`, and mutual TLS over the loopback. Every copy is compared with its source, byte for byte, after the clock
has stopped; ours is extracted by the master target for that. A difference ends the benchmark.

copy     A new deployment each round, the image warm in the page cache. The clock runs from the start of the agent's process (Java's
         start included; the servers are up, as the peers' are) until the agent has no job left and the master target names a
         recoverable point. "ours, from the job on" leaves out what passes before the agent shows the job. "ours, second copy" is another
         machine's first copy, from its agent's start, by the same servers: as it is where servers run for months.
resync   One deployment. Each round the agent is stopped, 1 % of the image's 4 KiB blocks are changed behind its back, scattered, and it is
         started again. The clock runs from the order (what `secondsite agent resync start --all` sends) until the comparison has
         ended and all of it is durable at the target, as the agent says. rsync brings a copy of its own up to date with the same changes.
steady   One deployment. nbdcopy writes a quarter of the size, at most 1 GiB, of new random bytes through the served disk, as fast as it
         is taken, in requests of 64 KiB. The clock runs from its start until all is durable at the target. The yardstick is a
         bare HTTPS upload of the same file (Upload.java): the same libraries, mutual TLS, as many connections as shipping has requests in
         flight, 8 MiB a request, synced before it is answered. It makes one hop and one copy, where ours makes two hops and writes the
         disk, the agent's log, the cache, and the history. Nothing of it can be compressed, for neither side.
opening  Journals of 1, 5 and 20 GiB (--journals), grown by the engine itself with scattered writes of 4 KiB (--record). The clock runs
         from the start of `secondsite point serve` with -Xmx256m (Java's start included) until the first read is answered, and what is
         read has to be right. The heap: what is used then, and what of it is in use after a collection.

Bytes sent: for ours, what the kernel counted on the agent's connections to the process server (bytes_sent of ss), so TLS and HTTP are
in it, but no TCP headers and nothing sent twice by TCP; the loopback's counter of /proc/net/dev, where both hops and all headers are
counted, is in the JSON to check it by. For rsync, what its --stats say; for borg, the size of its repository.

Needs nbdcopy, nbdkit, rsync, borg, psktool, ss, cmp, a JDK 25, and a built checkout (installer/setup build). Works in a new folder
within --scratch, deleted at the end; --keep leaves it.
"""
import argparse
import contextlib
import glob
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import ssl
import statistics
import struct
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
ROWS = ['copy', 'resync', 'steady', 'opening']
TOOLS = {'copy': ['nbdcopy', 'nbdkit', 'rsync', 'borg', 'psktool', 'ss', 'cmp'], 'resync': ['rsync', 'ss', 'cmp'],
         'steady': ['nbdcopy', 'ss', 'cmp'], 'opening': []}
# row, peer: the most (for rates the least) that ours/peer may be
GOALS = {'copy': {'nbdcopy-tls': 0.6, 'rsync': 1.0, 'borg': 0.6}, 'resync': {'rsync': 0.3}, 'steady': {'upload': 0.8}}
IN_FLIGHT = 3   # ShippingSettings.DEFAULTS.slicesInFlight
LIMIT = 600    # seconds until a step counts as stuck


def fail(words):
    sys.exit(f'transfer.py: {words}')


def sized(text):
    match = re.fullmatch(r'(\d+(?:\.\d+)?)([KMGT]?)', text)
    if not match:
        raise argparse.ArgumentTypeError(f'{text} is no size; write for instance 256M or 4G')
    return int(float(match[1]) * 1024 ** ' KMGT'.index(match[2] or ' '))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--rows', default='copy,resync,steady', help='of ' + ', '.join(ROWS))
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--size', type=sized, default='4G', help='of the disk; a multiple of 64M')
    parser.add_argument('--only', help='only these contenders: ours, nbdcopy-tls, rsync, borg, upload')
    parser.add_argument('--journals', default='1G,5G,20G', help='sizes for the row opening, rising')
    parser.add_argument('--record', type=sized, default='4K', help='bytes of a write in these journals')
    parser.add_argument('--opening-disk', type=sized, default='64G', help='size of the disk these journals are of')
    parser.add_argument('--scratch', default=tempfile.gettempdir())
    parser.add_argument('--keep', action='store_true')
    parser.add_argument('--java-options', default='', help='added for our programs, as SECONDSITE_JAVA_OPTIONS')
    parser.add_argument('--json', help='file for all figures')
    options = parser.parse_args()
    options.rows = options.rows.split(',')
    for row in options.rows:
        if row not in ROWS:
            parser.error(f'there is no row {row}; there are {", ".join(ROWS)}')
    if options.size % (64 << 20) or not options.size:
        parser.error('--size has to be a multiple of 64M')
    options.journals = [sized(text) for text in options.journals.split(',')]
    return options


def jdk():
    homes = [os.environ.get('JAVA25_HOME'), os.environ.get('JAVA_HOME'),
             *sorted(glob.glob('/usr/lib/jvm/*'), reverse=True), *glob.glob('/opt/*')]
    for home in homes:
        with contextlib.suppress(OSError, TypeError):
            with open(f'{home}/release') as release:
                match = re.search(r'^JAVA_VERSION="(\d+)', release.read(), re.MULTILINE)
            if match and int(match[1]) >= 25 and os.path.exists(f'{home}/bin/javac'):
                return home
    fail('there is no JDK 25; say where one is with JAVA25_HOME')


def check_tools(rows):
    missing = sorted({tool for row in rows for tool in TOOLS[row] if not shutil.which(tool)})
    if missing:
        fail(f'these programs are missing: {", ".join(missing)}')
    for module in ('core/server', 'agent'):
        if not glob.glob(f'{TOP}/{module}/target/lib/*.jar'):
            fail(f'{module} is not built; run installer/setup build')
    # Its jars are copies: what was only compiled since then would not be measured.
    if subprocess.run(['bash', '-c', '. "$1" && build_is_old', 'bash', f'{TOP}/installer/setup']).returncode == 0:
        fail('sources are younger than the last build; run installer/setup build')


class Java:
    """Command lines as installer/secondsite makes them."""

    def __init__(self, options):
        self.home = jdk()
        self.options = options.java_options.split()

    def secondsite(self, verb, *words, heap='512m'):
        module, main = ('agent', 'secondsite.agent.Main') if verb in ('agent', 'disk') \
            else ('core/server', 'secondsite.server.Main')
        return [f'{self.home}/bin/java', f'-Xmx{heap}', '-XX:+UseSerialGC', '--enable-native-access=ALL-UNNAMED',
                '--sun-misc-unsafe-memory-access=allow', *self.archive(module), *self.options, '-cp',
                f'{self.jar(module)}:{TOP}/{module}/target/lib/*', main, verb, *words]

    @staticmethod
    def jar(module):
        jars = [jar for jar in glob.glob(f'{TOP}/{module}/target/secondsite-*.jar') if not jar.endswith('-tests.jar')]
        return jars[0]

    @staticmethod
    def archive(module):
        archive = f'{TOP}/{module}/target/program.aot'
        if not os.path.exists(archive) or os.path.getmtime(archive) < os.path.getmtime(f'{TOP}/target/built'):
            fail('there are no archives of this build; run installer/setup build')
        return [f'-XX:AOTCache={archive}', '-Xlog:aot*=off', '-Xlog:cds*=off']

    def beside(self, source, *words):
        """A program of this folder, with our class path, as it stands in its source."""
        path = f'{TOP}/core/server/target/classes:{TOP}/core/server/target/lib/*'
        return [f'{self.home}/bin/java', '-Xmx512m', '-XX:+UseSerialGC', '--enable-native-access=ALL-UNNAMED',
                '--sun-misc-unsafe-memory-access=allow', '-cp', path, f'{HERE}/{source}.java', *map(str, words)]

    def jcmd(self, process, *words):
        return run([f'{self.home}/bin/jcmd', str(process.pid), *words])


RUNNING = []


def start(command, log, **more):
    with open(log, 'a') as output:
        more = {'stdin': subprocess.DEVNULL, 'stdout': output, 'stderr': output, **more}
        process = subprocess.Popen(command, start_new_session=True, **more)
    process.log = log
    RUNNING.append(process)
    return process


def stop(process):
    """Ends a process with all that it started."""
    for number, patience in ((signal.SIGTERM, 60), (signal.SIGKILL, 60)):
        if process.poll() is not None:
            break
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    if process in RUNNING:
        RUNNING.remove(process)


def run(command, **more):
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               text=True, start_new_session=True, **more)
    RUNNING.append(process)
    try:
        out, errors = process.communicate(timeout=LIMIT)
    except subprocess.TimeoutExpired:
        fail(f'still not done after {LIMIT} s: {" ".join(command)}')
    finally:
        stop(process)
    if process.returncode:
        fail(f'failed with {process.returncode}: {" ".join(command)}\n{errors[-2000:]}{out[-2000:]}')
    return out


def await_that(what, holds, processes=(), pause=0.01):
    """Until holds() gives something true, which is returned."""
    deadline = time.monotonic() + LIMIT
    while True:
        with contextlib.suppress(OSError, http.client.HTTPException, json.JSONDecodeError):
            held = holds()
            if held:
                return held
        for process in processes:
            if process.poll() is not None:
                with open(process.log, errors='replace') as log:
                    fail(f'waited in vain that {what}: {" ".join(process.args[-4:])} has ended\n{log.read()[-3000:]}')
        if time.monotonic() > deadline:
            fail(f'waited {LIMIT} s in vain that {what}')
        time.sleep(pause)


def seconds_of(action):
    begin = time.monotonic()
    action()
    return time.monotonic() - begin


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def processor_seconds(process):
    """Used so far, by all its threads; of one that has just been started, none."""
    fields = open(f'/proc/{process.pid}/stat').read().rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


def loopback_bytes():
    with open('/proc/net/dev') as file:
        for line in file:
            name, _, figures = line.partition(':')
            if name.strip() == 'lo':
                return int(figures.split()[8])
    fail('/proc/net/dev tells of no loopback')


def sent_to(port):
    """Bytes that were sent to this port, by connection."""
    sent = {}
    for line in run(['ss', '-tinOH', 'dport', '=', f':{port}']).splitlines():
        match = re.search(r'\bbytes_sent:(\d+)', line)
        sent[line.split()[3]] = int(match[1]) if match else 0
    return sent


def identical(one, other, who):
    if subprocess.run(['cmp', one, other]).returncode:
        fail(f'{who}: the copy is not what it was copied from')


def warm(file):
    with open(file, 'rb', buffering=0) as opened:
        while opened.read(8 << 20):
            pass


class Deployment:
    """Agents with one disk each, of which one runs at a time, a process server and a master target."""

    def __init__(self, java, folder, disk, agents=('machine',)):
        self.java = java
        self.folder = folder
        self.gateway_port = free_port()
        self.target_port = free_port()
        os.makedirs(folder)
        run(java.secondsite('deployment', 'create', '--directory', f'{folder}/d', '--process-server',
                            f'gateway@127.0.0.1:{self.gateway_port}', '--master-target',
                            f'keeper@127.0.0.1:{self.target_port}',
                            *[word for agent in agents for word in ('--agent', agent, '--disk', f'{agent}:data={disk}')]))
        self.use(agents[0])
        self.gateway_folder = f'{folder}/d/process-servers/gateway'
        self.target_folder = f'{folder}/d/master-targets/keeper'
        me = f'{folder}/d/administrators/administrator'
        self.tls = ssl.create_default_context(cafile=f'{me}/authority.pem')
        self.tls.load_cert_chain(f'{me}/certificate.pem', f'{me}/key.pem')
        self.agent = None
        self.servers = []

    def use(self, agent):
        """Of what is asked from now on."""
        self.machine = agent
        self.agent_folder = f'{self.folder}/d/agents/{agent}'
        self.socket = f'{self.agent_folder}/data.sock'

    def only_when_ordered(self):
        """Comparisons begin with an order."""
        with open(f'{self.agent_folder}/agent.yaml', 'a') as file:
            file.write('\nresync:\n  automatic: false\n')

    def start_servers(self):
        for name, folder in (('target', self.target_folder), ('gateway', self.gateway_folder)):
            command = self.java.secondsite('server', '--configuration', f'{folder}/server.yaml')
            self.servers.append(start(command, f'{self.folder}/{name}.log'))
        await_that('the master target answers', lambda: self.ask('GET', '/v1/disks') is not None, self.servers)
        await_that('the process server listens', lambda: self.listens(self.gateway_port), self.servers)

    @staticmethod
    def listens(port):
        with socket.create_connection(('127.0.0.1', port)):
            return True

    def start_agent(self):
        command = self.java.secondsite('agent', 'run', '--configuration', f'{self.agent_folder}/agent.yaml')
        self.agent = start(command, f'{self.folder}/agent.log')

    def programs(self):
        return [*self.servers, self.agent]

    def stop_agent(self):
        stop(self.agent)

    def stop(self):
        for process in (self.agent, *reversed(self.servers)):
            if process:
                stop(process)

    def order(self, verb):
        with socket.socket(socket.AF_UNIX) as agent:
            agent.settimeout(LIMIT)
            agent.connect(f'{self.agent_folder}/control.sock')
            agent.sendall(json.dumps({'verb': verb, 'disks': []}).encode() + b'\n')
            answer = b''
            while not answer.endswith(b'\n'):
                some = agent.recv(1 << 16)
                if not some:
                    raise OSError('the agent hung up')
                answer += some
        reply = json.loads(answer)
        if reply.get('error'):
            fail(f'the agent refused {verb}: {reply["error"]}')
        return reply['result']

    def status(self):
        return self.order('STATUS')['disks'][0]

    def settled(self):
        """Nothing is left to do, and the target has all records durably."""
        now = self.status()
        return not now.get('job') and now['state'] == 'LOGGING' and now.get('shipping') \
            and now['shipping']['targetSequence'] >= now['lastSequence'] and now

    def await_settled(self):
        return await_that('everything is at the target', self.settled, self.programs())

    def ask(self, method, path, body=None):
        connection = http.client.HTTPSConnection('127.0.0.1', self.target_port, context=self.tls, timeout=60)
        try:
            connection.request(method, path, json.dumps(body) if body else None,
                               {'Content-Type': 'application/json'} if body else {})
            answer = connection.getresponse()
            text = answer.read()
            if answer.status >= 300:
                fail(f'{method} {path}: the master target answered {answer.status} {text.decode()[:500]}')
            return json.loads(text)
        finally:
            connection.close()

    def replicas(self):
        return [replica for replica in self.ask('GET', '/v1/disks') if replica['machine'] == self.machine]

    def replica(self):
        return self.replicas()[0]

    def recoverable(self):
        replicas = self.replicas()
        if not replicas:   # the agent has not been in touch yet
            return False
        replica = replicas[0]
        if replica.get('problem'):
            fail(f'the replica has a problem: {replica["problem"]}')
        return replica.get('newest') is not None

    def await_recoverable(self):
        await_that('the disk is recoverable', self.recoverable, self.programs())

    def check(self, source):
        """The latest point, extracted, is the source."""
        begun = self.ask('POST', f'/v1/disks/{self.replica()["disk"]}/extractions',
                         {'at': 'latest', 'file': 'latest.raw', 'format': 'raw'})

        def done():
            now = self.ask('GET', f'/v1/extractions/{begun["id"]}')
            if now['state'] not in ('running', 'done'):
                fail(f'the extraction {now["state"]}: {now.get("error")}')
            return now['state'] == 'done'

        await_that('the latest point is extracted', done, self.servers, pause=0.1)
        identical(source, begun['file'], 'ours')
        os.unlink(begun['file'])


class Counted:
    """Bytes that an agent sends to its process server from now on."""

    def __init__(self, deployment):
        self.port = deployment.gateway_port
        self.before = sent_to(self.port)
        self.loopback = loopback_bytes()

    def result(self):
        now = sent_to(self.port)
        lost = [connection for connection in self.before if connection not in now]
        return {'sent': sum(now.values()) - sum(self.before.get(connection, 0) for connection in now),
                'loopback': loopback_bytes() - self.loopback, 'connections gone meanwhile': len(lost)}


class Row:
    """What is measured in rounds; subclasses have a method for each contender, which gives its figures."""

    unit = 's'
    peers = []

    def __init__(self, bench):
        self.bench = bench
        self.java = bench.java
        self.size = bench.options.size
        self.folder = os.path.join(bench.folder, self.name)
        os.makedirs(self.folder)
        wanted = bench.options.only.split(',') if bench.options.only else ['ours', *self.peers]
        self.contenders = [name for name in ['ours', *self.peers] if name in wanted]
        self.figures = {name: [] for name in self.contenders}

    def at(self, name):
        return os.path.join(self.folder, name)

    def measure(self):
        self.prepare()
        for number in range(self.bench.options.rounds):
            self.begin_round(number)
            for name in random.sample(self.contenders, len(self.contenders)):
                os.sync()
                result = getattr(self, name.replace('-', '_'))()
                self.figures[name].append(result)
                told = '  '.join(f'{key} {value:.2f}' if isinstance(value, float) else f'{key} {value}'
                                 for key, value in result.items())
                print(f'{self.name} round {number + 1} {name}: {told}', file=sys.stderr, flush=True)
        self.end()

    def prepare(self):
        pass

    def begin_round(self, number):
        pass

    def end(self):
        pass

    def make_image(self, file):
        run([f'{self.java.home}/bin/java', f'{HERE}/TestImage.java', 'make', file, str(self.size >> 20), '1'])

    def report(self):
        print(f'\n{self.title()}')
        print(f'  {self.unit:<28}{"lowest":>9}{"median":>9}{"highest":>9}{"sent MiB":>10}{"ours/peer":>11}{"goal":>8}')
        for name in self.contenders:
            self.line(name, [figure['value'] for figure in self.figures[name]],
                      [figure['sent'] for figure in self.figures[name] if figure.get('sent')],
                      [figure['value'] for figure in self.figures.get('ours', [])])
        self.afterwards()

    def line(self, name, values, sent, ours):
        ratio = statistics.median(a / b for a, b in zip(ours, values)) if ours and name != 'ours' else None
        goal = GOALS.get(self.name, {}).get(name)
        verdict = ''
        if ratio is not None and goal:
            met = ratio >= goal if self.unit != 's' else ratio <= goal
            verdict = f'{"<=" if self.unit == "s" else ">="} {goal}' + ('' if met else '  MISSED')
        print(f'  {name:<28}{min(values):>9.2f}{statistics.median(values):>9.2f}{max(values):>9.2f}'
              f'{f"{statistics.median(sent) / 2**20:.1f}" if sent else "-":>10}'
              f'{f"{ratio:.3f}" if ratio is not None else "":>11}  {verdict}')

    def bytes_line(self, most, of, words):
        sent = [figure['sent'] / of for figure in self.figures.get('ours', [])]
        if sent:
            ratio = statistics.median(sent)
            print(f'  ours sent {ratio:.3f} x {words}; goal <= {most}{"" if ratio <= most else "  MISSED"}')

    def afterwards(self):
        pass


class Copy(Row):
    name = 'copy'
    peers = ['nbdcopy-tls', 'rsync', 'borg']

    def title(self):
        return f'copy: {self.size >> 20} MiB (quarter holes, zeros, text, random), durable'

    def prepare(self):
        self.image = self.at('image.raw')
        self.copy = self.at('copy.raw')
        self.make_image(self.image)
        warm(self.image)
        self.count = 0
        if 'nbdcopy-tls' in self.contenders:
            run(['psktool', '-u', 'alice', '-p', self.at('keys.psk')])

    def ours(self):
        self.count += 1
        deployment = Deployment(self.java, self.at(f'o{self.count}'), self.image, ('machine', 'second'))
        try:
            deployment.start_servers()
            first = self.copied(deployment)
            deployment.stop_agent()
            deployment.use('second')
            second = self.copied(deployment)
        finally:
            deployment.stop()
        shutil.rmtree(deployment.folder)
        return {**first, 'second copy': second['value'],
                **{f'second {name}': value for name, value in second.items() if name.endswith('cpu')}}

    def copied(self, deployment):
        os.sync()
        counted = Counted(deployment)
        servers = [processor_seconds(server) for server in deployment.servers]
        begin = time.monotonic()
        deployment.start_agent()
        job = await_that('the copy begins', lambda: deployment.status().get('job') and time.monotonic(),
                         deployment.programs())
        await_that('the copy ends', lambda: not deployment.status().get('job'), deployment.programs(), pause=0.05)
        deployment.await_recoverable()
        end = time.monotonic()
        target, gateway = (processor_seconds(server) - before for server, before in zip(deployment.servers, servers))
        figures = {**counted.result(), 'agent cpu': processor_seconds(deployment.agent), 'gateway cpu': gateway,
                   'target cpu': target}
        deployment.await_settled()
        deployment.check(self.image)
        return {'value': end - begin, 'from the job on': end - job, **figures}

    def nbdcopy_tls(self):
        with open(self.copy, 'wb') as file:
            file.truncate(self.size)
        path = self.at('b.sock')
        server = start(['nbdkit', '-f', '--tls=require', f'--tls-psk={self.at("keys.psk")}', '-U', path, 'file',
                        self.copy], self.at('nbdkit.log'))
        await_that('nbdkit listens', lambda: os.path.exists(path), [server])
        value = seconds_of(lambda: run(['nbdcopy', '--flush', self.image,
                                        f'nbds+unix://alice@/?socket={path}&tls-psk-file={self.at("keys.psk")}']))
        stop(server)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        return self.checked(value)

    def rsync(self):
        told = []
        value = seconds_of(lambda: told.append(run(['rsync', '--inplace', '--sparse', '--fsync', '--stats', self.image,
                                                    self.copy])))
        return {**self.checked(value), 'sent': rsync_sent(told[0])}

    def checked(self, value):
        identical(self.image, self.copy, 'a peer')
        os.unlink(self.copy)
        return {'value': value}

    def borg(self):
        repository = self.at('repo.borg')
        environment = {**os.environ, 'BORG_BASE_DIR': self.at('borg'), 'BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK': 'yes'}
        run(['borg', 'init', '-e', 'none', repository], env=environment)
        os.sync()
        value = seconds_of(lambda: run(['borg', 'create', '--compression', 'lz4', f'{repository}::x', self.image],
                                       env=environment))
        run(['sh', '-c', 'borg extract --stdout "$1" | cmp - "$2"', 'sh', f'{repository}::x', self.image],
            env=environment)
        sent = sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(repository) for name in names)
        shutil.rmtree(repository)
        shutil.rmtree(self.at('borg'), ignore_errors=True)
        return {'value': value, 'sent': sent}

    def afterwards(self):
        if 'ours' in self.figures:
            self.beside('from the job on')
            self.beside('second copy')
        self.bytes_line(0.8, self.size // 2, 'the data that is not zero')

    def beside(self, figure):
        """Another figure of ours against the same ones of the peers."""
        mine = [each[figure] for each in self.figures['ours']]
        print(f'  ours, {figure}:')
        self.line('  ours', mine, [], [])
        for name in self.contenders:
            if name != 'ours':
                self.line(f'  {name}', [each['value'] for each in self.figures[name]], [], mine)


def rsync_sent(stats):
    return sum(int(figure.replace(',', '')) for figure in re.findall(r'Total bytes (?:sent|received): ([\d,]+)', stats))


class Resync(Row):
    name = 'resync'
    peers = ['rsync']

    def title(self):
        return f'resync: {self.size >> 20} MiB, 1 % scattered 4 KiB changes, durable'

    def prepare(self):
        self.image = self.at('image.raw')
        self.copy = self.at('copy.raw')
        self.make_image(self.image)
        self.deployment = Deployment(self.java, self.at('o'), self.image)
        self.deployment.only_when_ordered()
        if 'ours' in self.contenders:
            self.deployment.start_servers()
            self.deployment.start_agent()
            self.deployment.await_settled()
            self.deployment.await_recoverable()
        if 'rsync' in self.contenders:
            run(['rsync', '--inplace', '--sparse', self.image, self.copy])

    def begin_round(self, number):
        if 'ours' in self.contenders:
            self.deployment.stop_agent()
        out = run([f'{self.java.home}/bin/java', f'{HERE}/TestImage.java', 'change', self.image, '1', str(100 + number)])
        self.changed = int(re.search(r'changed (\d+)', out)[1]) * 4096
        for file in (self.image, self.copy):
            if os.path.exists(file):
                warm(file)

    def ours(self):
        deployment = self.deployment
        deployment.start_agent()
        await_that('the agent ships', lambda: deployment.status().get('shipping'), deployment.programs())
        os.sync()
        counted = Counted(deployment)
        begin = time.monotonic()
        deployment.order('RESYNC_ALL')
        waits = [(time.monotonic() - begin, 'ordered')]
        last = None
        while True:
            now = deployment.status()
            job = now.get('job') or {}
            step = (now['state'], job.get('kind'), job.get('state'), job.get('waiting'))
            if step != last:
                waits.append((time.monotonic() - begin, step))
                last = step
            shipping = now.get('shipping') or {}
            if not job and now['state'] == 'LOGGING' and shipping.get('targetSequence', -1) >= now['lastSequence']:
                break
            if job.get('state') == 'FAILED' or time.monotonic() > begin + LIMIT:
                fail(f'the comparison does not end: {json.dumps(now)}')
            time.sleep(0.01)
        value = time.monotonic() - begin
        figures = counted.result()
        deployment.check(self.image)
        deployment.stop_agent()   # so that it takes nothing of the peers' time, as they take nothing of its
        logging = next((at for at, step in waits[1:] if step[0] == 'LOGGING'), value)
        return {'value': value, 'compared after': logging, **figures, 'changed': self.changed}

    def rsync(self):
        told = []
        value = seconds_of(lambda: told.append(run(['rsync', '--inplace', '--no-whole-file', '--fsync', '--stats',
                                                    '--ignore-times', self.image, self.copy])))
        identical(self.image, self.copy, 'rsync')
        return {'value': value, 'sent': rsync_sent(told[0])}

    def end(self):
        self.deployment.stop()
        shutil.rmtree(self.folder)

    def afterwards(self):
        self.bytes_line(1.3, self.size // 4096 // 100 * 4096, 'the bytes changed')


class Steady(Row):
    name = 'steady'
    unit = 'MiB/s'
    peers = ['upload']

    def title(self):
        return f'steady: {self.bytes >> 20} MiB of changes that cannot be compressed, agent to durable at the target'

    def prepare(self):
        self.bytes = min(self.size // 4, 1 << 30)
        self.source = self.at('source.raw')
        self.uploaded = self.at('uploaded.raw')
        self.deployment = Deployment(self.java, self.at('o'), self.bytes)
        if 'ours' in self.contenders:
            self.deployment.start_servers()
            self.deployment.start_agent()
            self.deployment.await_settled()
            self.deployment.await_recoverable()
        if 'upload' in self.contenders:
            self.start_upload()

    def start_upload(self):
        port = free_port()
        pems = [[f'{folder}/{name}.pem' for name in ('certificate', 'key', 'authority')]
                for folder in (self.deployment.gateway_folder, self.deployment.agent_folder)]
        self.server = start(self.java.beside('Upload', 'server', port, self.uploaded, *pems[0]), self.at('server.log'))
        await_that('the upload server listens', lambda: Deployment.listens(port), [self.server], pause=0.1)
        self.refuses_strangers(port)
        self.client = start(self.java.beside('Upload', 'client', f'https://127.0.0.1:{port}/', IN_FLIGHT, *pems[1]),
                            self.at('client.log'), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.client.stdout.readline().strip() != 'ready':
            fail(f'the upload client did not start; {open(self.client.log).read()[-2000:]}')

    def refuses_strangers(self, port):
        """A yardstick without the client's certificate would not be the same."""
        nobody = ssl.create_default_context(cafile=f'{self.deployment.agent_folder}/authority.pem')
        try:
            with socket.create_connection(('127.0.0.1', port)) as plain, \
                    nobody.wrap_socket(plain, server_hostname='127.0.0.1') as stranger:
                stranger.sendall(b'GET / HTTP/1.1\r\nHost: x\r\n\r\n')
                if stranger.recv(1):
                    fail('the upload server takes clients without a certificate')
        except OSError:
            pass

    def begin_round(self, number):
        with open(self.source, 'wb') as file:
            for _ in range(0, self.bytes, 16 << 20):
                file.write(os.urandom(16 << 20))
            os.fsync(file.fileno())
        warm(self.source)

    def ours(self):
        deployment = self.deployment
        deployment.await_settled()
        before = deployment.status()['lastSequence']
        counted = Counted(deployment)
        begin = time.monotonic()
        run(['nbdcopy', '--flush', '--request-size=65536', self.source, f'nbd+unix:///?socket={deployment.socket}'])
        written = time.monotonic() - begin
        now = deployment.await_settled()
        value = time.monotonic() - begin
        if now['lastSequence'] == before:
            fail('nothing was logged')
        figures = counted.result()
        deployment.check(self.source)
        return {'value': self.bytes / 2**20 / value, 'seconds': value, 'written after': written, **figures}

    def upload(self):
        self.client.stdin.write(self.source + '\n')
        self.client.stdin.flush()
        told = self.client.stdout.readline()
        if not told:
            fail(f'the upload failed: {open(self.client.log).read()[-2000:]}')
        identical(self.source, self.uploaded, 'upload')
        return {'value': self.bytes / 2**20 / float(told), 'seconds': float(told)}

    def end(self):
        if 'upload' in self.contenders:
            stop(self.client)
            stop(self.server)
        self.deployment.stop()
        shutil.rmtree(self.folder)


class Opening(Row):
    name = 'opening'

    def measure(self):
        base = self.at('base.raw')
        with open(base, 'wb') as file:
            file.truncate(self.bench.options.opening_disk)
        self.figures = {}
        for number, size in enumerate(self.bench.options.journals):
            expected = self.at('expected')
            told = run(self.java.beside('BuildJournal', self.at('journal'), self.bench.options.opening_disk, size,
                                        self.bench.options.record, expected, number)).split()
            os.sync()
            with open(expected, 'rb') as file:
                content = file.read()
            name = f'{size / 2**30:g} GiB'
            self.figures[name] = []
            for round_number in range(self.bench.options.rounds):
                result = self.open(base, told[0], int(told[1]), content)
                self.figures[name].append(result)
                print(f'opening {name} round {round_number + 1}: {result}', file=sys.stderr, flush=True)
        shutil.rmtree(self.folder)

    def open(self, base, sequence, offset, content):
        path = self.at('p.sock')
        scratch = self.at('scratch')
        os.makedirs(scratch, exist_ok=True)
        begin = time.monotonic()
        server = start(self.java.secondsite('point', 'serve', '--base', base, '--journal', self.at('journal'), '--at',
                                            sequence, '--unix', path, '--scratch', scratch, heap='256m'),
                       self.at('point.log'))
        read = await_that('the point is served', lambda: nbd_read(path, offset, len(content)), [server], pause=0.005)
        value = time.monotonic() - begin
        if read != content:
            fail(f'the point at {sequence} shows other bytes at {offset} than were written there')
        used = self.used_heap(server)
        self.java.jcmd(server, 'GC.run')
        live = self.used_heap(server)
        with open(f'/proc/{server.pid}/status') as file:
            resident = int(re.search(r'VmHWM:\s+(\d+)', file.read())[1])
        stop(server)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        return {'value': value, 'heap MiB': used, 'live heap MiB': live, 'resident MiB': resident >> 10}

    def used_heap(self, server):
        """Of the collector's generations, in MiB."""
        told = self.java.jcmd(server, 'GC.heap_info')
        used = re.findall(r'total \d+K, used (\d+)K', told)
        if len(used) != 2:   # the young and the old one
            fail(f'jcmd tells the heap in a way that is not known here:\n{told}')
        return sum(map(int, used)) >> 10

    def report(self):
        print(f'\nopening a past point, with -Xmx256m, writes of {self.bench.options.record} bytes scattered over '
              f'{self.bench.options.opening_disk >> 30} GiB, until the first read is answered')
        print(f'  {"journal":<10}{"s lowest":>10}{"median":>9}{"highest":>9}{"heap MiB":>10}{"live":>6}{"resident":>10}')
        for name, figures in self.figures.items():
            values = [figure['value'] for figure in figures]
            most = {key: max(figure[key] for figure in figures) for key in ('heap MiB', 'live heap MiB', 'resident MiB')}
            print(f'  {name:<10}{min(values):>10.2f}{statistics.median(values):>9.2f}{max(values):>9.2f}'
                  f'{most["heap MiB"]:>10}{most["live heap MiB"]:>6}{most["resident MiB"]:>10}')
        print('  goal: <= 1 s and <= 256 MiB of heap at 20 GiB')


def nbd_read(path, offset, length):
    """One read over NBD with as little as there needs to be of it."""
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(path)
        server.settimeout(60)
        stream = server.makefile('rb')
        magic, _, _ = struct.unpack('>8sQH', stream.read(18))
        if magic != b'NBDMAGIC':
            fail(f'{path} does not speak NBD')
        # NBD_OPT_EXPORT_NAME with the empty name: answered with size and flags, without padding
        server.sendall(struct.pack('>I8sII', 3, b'IHAVEOPT', 1, 0))
        stream.read(10)
        server.sendall(struct.pack('>IHHQQI', 0x25609513, 0, 0, 7, offset, length))
        _, error, _ = struct.unpack('>IIQ', stream.read(16))
        if error:
            fail(f'the first read failed with {error}')
        content = stream.read(length)
        server.sendall(struct.pack('>IHHQQI', 0x25609513, 0, 2, 8, 0, 0))
        return content


class Bench:

    def __init__(self, options):
        self.options = options
        check_tools(options.rows)
        self.java = Java(options)
        self.folder = tempfile.mkdtemp(prefix='transfer-', dir=options.scratch)

    def measure(self):
        rows = []
        for kind in (Copy, Resync, Steady, Opening):
            if kind.name in self.options.rows:
                row = kind(self)
                rows.append(row)
                row.measure()
        load = ' '.join(f'{figure:.1f}' for figure in os.getloadavg())
        print(f'{self.options.rounds} rounds on {os.cpu_count()} processors; load at the end {load}')
        for row in rows:
            row.report()
        if self.options.json:
            with open(self.options.json, 'w') as file:
                json.dump({'rounds': self.options.rounds, 'size': self.options.size,
                           'rows': {row.name: row.figures for row in rows}}, file, indent=1)

    def close(self):
        for process in list(RUNNING):
            stop(process)
        if self.options.keep:
            print(f'kept: {self.folder}', file=sys.stderr)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)


if __name__ == '__main__':
    signal.signal(signal.SIGTERM, lambda *_: sys.exit('terminated'))   # so that everything is stopped
    bench = Bench(arguments())
    try:
        bench.measure()
    except KeyboardInterrupt:
        sys.exit('interrupted')
    finally:
        bench.close()
