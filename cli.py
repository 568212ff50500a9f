"""The command ``juesuan``: ask, extract and audit 部门决算公开 reports from a terminal or a script.

Data goes to standard output, messages and progress to standard error. Exit codes: 0 done; 1 done in part or checked
with findings (each command's help says when); 2 used wrongly, with one line that says what to do; 130 interrupted.
"""

from __future__ import annotations

import argparse
import gc
import json
import logging
import os
import re
import socket
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from extractors.errors import JuesuanError, UsageError

if TYPE_CHECKING:
    from extractors.bulk import Engine, Found, Pace
    from extractors.llm.client import Client
    from extractors.manifest import Manifest
    from extractors.results import Results
    from rag.library import Library
    from rag.settings import Settings
    from rag.upkeep.backup import Backup
    from rag.upkeep.ingest import IngestOutcome

_APP = Path(__file__).with_name("app.py")
#: addresses that only this machine reaches
_OWN = {"127.0.0.1", "localhost", "::1"}
#: the shortest password of the page
_SHORTEST = 8
_FORMS = ("json", "csv", "xlsx", "parquet")
_FORMATS = ("txt", "md", "docx", "xlsx", "html", "pdf", "pdf-open", "scan")
_MOST_WORKERS = 256
#: how many groups of reports the benchmark is exported with
_GROUPS = 4
_HEALTH = {"ok": "正常", "missing": "未装", "bad": "问题"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    _log_to_stderr()
    try:
        args = _parser().parse_args(argv)
        _use_families()
        code: int = args.run(args)
        sys.stdout.flush()
        return code
    except JuesuanError as error:
        print(f"juesuan: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\njuesuan: 已中断；已完成的部分有效，再次运行会接着做", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output went away; what is still buffered must not raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


# ingest


def _ingest(args: argparse.Namespace) -> int:
    from extractors.bulk import Pace

    with _library(args, create=True) as library:

        def show(outcome: IngestOutcome) -> None:
            _emit(outcome.to_json()) if args.json else _say(str(outcome))

        engine, workers = _engine(args, library.root), _workers(args)
        pace = Pace()
        outcomes = library.ingest(args.paths, show, _progress("导入"), workers, engine=engine)
    became = Counter(outcome.status for outcome in outcomes)
    counts = {"成功": became["ok"] + became["replaced"], "未变": became["unchanged"], "失败": became["failed"]}
    _sum_up(counts, sum(o.facts for o in outcomes), sum(o.findings for o in outcomes), pace)
    return 1 if became["failed"] else 0


# ask


def _ask(args: argparse.Namespace) -> int:
    if (args.question is None) == (args.batch is None):
        raise UsageError('请给出一个问题或 --batch 文件，二者只取其一，如 juesuan ask "某某局2023年总支出是多少？"')
    if args.batch is not None:
        if args.image is not None:
            raise UsageError("--image 只用于一个问题，不能与 --batch 一起用")
        return _ask_batch(args)
    if not args.question.strip():
        raise UsageError("问题是空的；请写出要问的内容")
    from rag.batch import readable

    with _library(args) as library:
        answer = library.ask(args.question)
        pictures = (library.picture(c) for c in answer.citations) if args.image is not None else ()
        picture = next((p for p in pictures if p is not None), None)
    if args.json:
        _emit(answer.model_dump(mode="json"))
    else:
        print(readable(answer))
    return 0 if args.image is None else _save_picture(Path(args.image), picture)


def _save_picture(path: Path, picture: bytes | None) -> int:
    """Write the page of the first source that has one; 1 where none has."""
    if picture is None:
        print("没有页面图像：这个答案的来源都不在 PDF 里", file=sys.stderr)
        return 1
    try:
        path.write_bytes(picture)
    except OSError as error:
        raise UsageError(f"--image {path}：无法写入（{error.strerror}）；请检查路径") from None
    print(f"页面图像：{path}", file=sys.stderr)
    return 0


def _ask_batch(args: argparse.Namespace) -> int:
    """Answer the lines of a file in order, each as soon as it is known; 1 when any line could not be answered."""
    if args.batch != "-" and not Path(args.batch).is_file():
        raise UsageError(f"{args.batch}：文件不存在；请检查 --batch 的路径")
    from rag.batch import answer_line, lines_of

    bad = 0
    with _library(args) as library, _open_batch(args.batch) as lines, _collecting_seldom():
        for number, raw in enumerate(lines_of(lines), 1):
            if raw.strip(b"\xef\xbb\xbf \t\r\n"):
                result = answer_line(library, raw, number)
                bad += "error" in result
                _emit(result)
    return 1 if bad else 0


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Look for circles of dead objects only now and then: answers leave hardly any, and a large library takes long."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _open_batch(name: str) -> Any:
    if name == "-":
        return open(sys.stdin.fileno(), "rb", closefd=False)
    try:
        return open(name, "rb")
    except OSError as error:
        raise UsageError(f"{name}：无法读取（{error.strerror}）；请检查权限") from None


# extract and check


def _extract(args: argparse.Namespace) -> int:
    from extractors.bulk import Pace, find_files
    from extractors.output import read_one
    from extractors.results import Results

    if args.partition and args.format != "parquet":
        raise UsageError("--partition 只用于 --format parquet")
    if args.llm and (args.engine == "ray" or args.timeout or args.memory):
        raise UsageError("--llm 在本进程中逐份处理，不能与 --engine ray、--timeout、--memory 一起用")
    if args.schema:
        _model(args.schema)
    client = _client(args)
    pace, became, facts, findings = Pace(), Counter[str](), 0, 0
    with Results(Path(args.out), args.format, args.partition, kept=args.resume) as results:
        manifest = _manifest(args, client, results) if args.resume else None
        found = find_files(args.paths)
        left = [f for f in found if manifest is None or not _is_there(f, manifest, results)]
        became["已有"] = len(found) - len(left)
        if became["已有"]:
            print(f"已有 {became['已有']} 个文件的结果，接着做其余 {len(left)} 个", file=sys.stderr)
        job = partial(read_one, schema=args.schema, client=client)
        workers = 1 if client else _workers(args)
        for path, data, error in _each(left, "抽取", job, workers, _engine(args)):
            try:
                if data is None:
                    raise UsageError(error or "")
                results.add(data, path)
                if manifest is not None:
                    manifest.add(path, data["report"]["sha256"], data["report"]["doc_id"])
            except JuesuanError as problem:
                became["失败"] += 1
                _clear_progress()
                print(f"失败  {path}  {error or problem}", file=sys.stderr)
            else:
                became["成功"] += 1
                facts, findings = facts + len(data["facts"]), findings + len(data["findings"])
                _say(f"成功  {path}  {_counted(data)}  {data['report']['doc_id']}")
        results.close(str(f.path) for f in found)
    if client is not None:
        print(client.usage.told(client.endpoint), file=sys.stderr)
    _sum_up({word: became[word] for word in ("成功", "已有", "失败")}, facts, findings, pace)
    return 1 if became["失败"] else 0


def _manifest(args: argparse.Namespace, client: Client | None, results: Results) -> Manifest:
    """What was done before in the folder, in the same way as now."""
    from extractors.manifest import Manifest
    from extractors.rules import rules_version
    from extractors.vocabulary.own import own_families

    how = {
        "rules": rules_version(),
        "families": [family.model_dump() for family in own_families()],
        "schema": args.schema,
        "llm": client.identity if client else None,
    }
    return Manifest(Path(args.out), how, results.file_of)


def _is_there(found: Found, manifest: Manifest, results: Results) -> bool:
    """Whether the result for a file stands there already; it is counted in then."""
    doc_id = None if found.error else manifest.done(found.path)
    if doc_id is not None:
        results.know(str(found.path), doc_id)
    return doc_id is not None


def _sum_up(counts: Mapping[str, int], facts: int, findings: int, pace: Pace) -> None:
    """The last line of work on many files: what became of them, what they held, how long it took."""
    files = sum(counts.values())
    told = "，".join(f"{word} {count}" for word, count in counts.items() if count) or "没有文件"
    print(f"共 {files} 份：{told}；{facts} 条数据，{findings} 条核查发现；{pace.told(files)}", file=sys.stderr)


def _workers(args: argparse.Namespace) -> int | None:
    """How many processes; a cluster is not worth starting for one."""
    return args.workers or (os.cpu_count() if args.engine == "ray" else None)


def _engine(args: argparse.Namespace, *folders: Path) -> Engine | None:
    """Where the files are worked on; None where that may be decided by how many they are.

    ``folders`` are needed there beside those of the files.
    """
    from extractors.bulk import Limits, Pool

    limits = Limits(args.timeout or Limits().seconds, args.memory)
    if args.engine == "ray":
        from extractors.bulk.on_ray import OnRay

        given = [path if path.is_dir() else path.parent for path in map(Path, args.paths)]
        there = [*folders, *(folder for folder in given if folder.is_dir())]
        return OnRay(_workers(args) or 1, limits, args.ray_address or _settings().ray_address, there)
    return Pool(limits) if args.timeout or args.memory else None


def _counted(data: dict[str, Any]) -> str:
    """What an extraction file holds, in a line."""
    told = f"{len(data['facts'])} 条数据，{len(data['findings'])} 条核查发现"
    assisted = (data["schema"] or {}).get("assisted")
    if assisted is None:
        return told
    states = list(assisted["compared"].values())
    counts = [f"{state} {states.count(state)}" for state in ("一致", "仅规则", "仅模型", "冲突")]
    return "，".join([told, *counts, f"弃用 {len(assisted['dropped'])}", *assisted["failed"].values()])


def _client(args: argparse.Namespace) -> Client | None:
    """The language model that ``--llm`` asks for."""
    if not args.llm:
        return None
    if not args.schema:
        raise UsageError("--llm 用来填写结构，还需要 --schema；内置结构见 juesuan schema list")
    from extractors.llm import connect

    return connect(_settings().endpoint)


def _propose(args: argparse.Namespace) -> int:
    """A template for the tables of a file that the rules do not know; 1 where there is nothing to propose."""
    from extractors.drafting import propose
    from extractors.llm import connect
    from extractors.output import write_text

    out = Path(args.out)
    if out.exists():
        raise UsageError(f"--out {out}：已经存在，不会覆盖；请换一个文件名")
    client = connect(_settings().endpoint)
    proposal = propose(Path(args.file), client, args.name)
    print(client.usage.told(client.endpoint), file=sys.stderr)
    for entry in proposal.entries:
        told = f"试读 {entry.figures} 个数" + (f"，{entry.faults[0]}" if entry.faults else "，核对相符")
        print(f"{'采用' if entry.ok else '未采用'}  {entry.of.place}  {entry.table}  {entry.title or '无标题'}  {told}")
    for line in proposal.left:
        print(line, file=sys.stderr)
    if not proposal.good:
        why = "没有一张经试读可用" if proposal.entries or proposal.left else "规则已认得这份报告的各张表"
        print(f"没有可起草的：{why}；没有写文件", file=sys.stderr)
        return 1
    write_text(out, proposal.text())
    print(f"模板草稿：{out}（请审阅后放进 JUESUAN_FAMILIES 所指的文件夹）", file=sys.stderr)
    return 0


def _check(args: argparse.Namespace) -> int:
    from extractors.audit import Shown, audit_one, choose, told
    from extractors.bulk import find_files

    if args.explain is not None or args.rules:
        _say(told("all" if args.explain is None else args.explain, args.json))
        return 0
    if not args.paths:
        raise UsageError("缺少 PATH：请给出要核查的报告；规则见 juesuan check --rules")
    folder = _path(args.html)
    rules = choose(args.select, args.ignore)
    job = partial(audit_one, rules=rules, page=folder is not None)
    shown = Shown(_say, "json" if args.json else args.format, folder, _version(), rules)
    for path, data, error in _each(find_files(args.paths), "核查", job, args.workers):
        shown.add(path, data, error)
    if index := shown.close():
        print(f"核查页目录：{index}", file=sys.stderr)
    return 1 if shown.failed or shown.reaches(args.fail_on) else 0


def _each(
    found: Sequence[Found],
    verb: str,
    job: Callable[[Any], dict[str, Any]],
    workers: int | None,
    engine: Engine | None = None,
) -> Iterator[tuple[str, dict[str, Any] | None, str | None]]:
    """Every file with what a job makes of it, or with what is wrong with it."""
    from extractors.bulk import run_many, workers_for

    progress = _progress(verb)
    count = workers_for(len(found), workers)
    for number, done in enumerate(run_many(job, found, count, engine=engine), 1):
        if progress:
            progress(number, len(found), done.item.path.name)
        yield str(done.item.path), done.result, done.error


# eval, schema, export, reports, samples, serve, password


def _eval(args: argparse.Namespace) -> int:
    from eval import run, score_file

    if args.export:
        from eval.benchmark.export import export

        print("\n".join(map(str, export(Path(args.export), args.benchmark or _GROUPS, args.seed))))
        return 0
    if args.engine == "llm":
        return _eval_assisted(args)
    if args.formats or args.scans:
        return _formats(args)
    if args.answers:
        if not (args.cases and args.corpus):
            raise UsageError("--answers 还需要 --cases（题目和正确答案）和 --corpus（报告的文件夹）")
        outcome = score_file(Path(args.answers), _paths(args.cases) or [], Path(args.corpus), _path(args.report))
    else:
        outcome = run(
            _paths(args.cases),
            _path(args.corpus),
            _path(args.report),
            checks=args.checks,
            rewordings=args.paraphrase,
            groups=args.benchmark,
            seed=args.seed,
        )
    if args.json:
        _emit(outcome.to_json())
    else:
        print(outcome.table())
    return 0 if outcome.ok else 1


def _eval_assisted(args: argparse.Namespace) -> int:
    """The cases by the rules and with the configured language model; wrong usage without one."""
    from eval.assisted import run_assisted

    outcome = run_assisted(_settings(), _paths(args.cases), _path(args.corpus))
    if args.json:
        _emit(outcome.to_json())
    else:
        print(outcome.table())
    return 0 if outcome.ok else 1


def _formats(args: argparse.Namespace) -> int:
    """The same reports in several formats, and as scans."""
    from eval.round_trip import round_trip
    from eval.samples.formats import SCAN
    from eval.samples.formats.scan import can_scan
    from extractors.readers.pdf import recognition

    if args.scans and not recognition.is_available():
        raise UsageError("--scans 需要文字识别组件；请安装 juesuan[ocr]")
    if args.scans and not can_scan():
        raise UsageError("--scans 需要中文字体（如 fonts-noto-cjk）来画出扫描件；请安装后重试")
    results = round_trip(args.formats, args.seed) if args.formats else []
    results += round_trip(args.scans, args.seed, (SCAN,)) if args.scans else []
    shortfalls = [missed for result in results for missed in result.shortfalls]
    if args.json:
        _emit({"ok": not shortfalls, "formats": [r.to_json() for r in results]})
    else:
        lines = [line for r in results for line in (r.line(), *(f"  {d}" for d in r.differences))]
        print("\n".join([*lines, *(f"未达标：{missed}" for missed in shortfalls)]))
    return 1 if shortfalls else 0


def _schema(args: argparse.Namespace) -> int:
    from extractors.schemas import schemas
    from extractors.structured import describe, summary

    if args.action == "list":
        titles = {name: summary(model) for name, model in sorted(schemas().items())}
        if args.json:
            _emit([{"name": name, "title": title} for name, title in titles.items()])
        else:
            print("\n".join(f"{name}\t{title}" for name, title in titles.items()))
    elif not args.name:
        raise UsageError("schema show 需要名称；可用 juesuan schema list 查看")
    elif args.text:
        print(describe(args.name, _model(args.name)))
    else:
        print(json.dumps(_json_schema(args.name), ensure_ascii=False, indent=2))
    return 0


def _json_schema(name: str) -> dict[str, Any]:
    from pydantic.errors import PydanticInvalidForJsonSchema

    try:
        schema: dict[str, Any] = _model(name).model_json_schema()
    except PydanticInvalidForJsonSchema as error:
        why = error.message.splitlines()[0]
        raise UsageError(f"“{name}”有字段不能写成 JSON Schema：{why}；可用 --text 查看") from None
    return schema


def _model(name: str) -> Any:
    from extractors.structured import load_model

    return load_model(name)


def _export(args: argparse.Namespace) -> int:
    from extractors.output import write_tables

    out = Path(args.out)
    form = out.suffix.lower().lstrip(".")
    if form not in {"xlsx", "csv", "parquet"}:
        raise UsageError(f"--out {out}：文件名须以 .xlsx、.csv 或 .parquet 结尾")
    with _library(args) as library:
        tables = library.tables()
    if form != "xlsx":
        tables = {name: tables[name] for name in ("facts", "findings", "reports")}
    for path in write_tables(out, form, tables):
        print(path)
    return 0


def _reports(args: argparse.Namespace) -> int:
    with _library(args) as library:
        for info in library.reports():
            if args.json:
                _emit(info.to_json())
            else:
                print(f"{info.department}  {info.year}年度  {info.file}  {info.doc_id}")
    return 0


def _backup(args: argparse.Namespace) -> int:
    with _library(args) as library:
        done = library.backup(args.out)
    return _tell_backup(args, done, "已备份")


def _restore(args: argparse.Namespace) -> int:
    from rag.library import Library

    return _tell_backup(args, Library.restore(args.file, args.library), "已恢复")


def _tell_backup(args: argparse.Namespace, done: Backup, what: str) -> int:
    """1 where originals are missing: what was read from them is there all the same."""
    if args.json:
        _emit(asdict(done))
    else:
        print(f"{what}：{done.reports} 份报告，{done.size / (1 << 20):.1f} MB，{done.file}")
    if done.without:
        print(f"{len(done.without)} 份缺原文件或原文件已损坏：{'、'.join(done.without)}", file=sys.stderr)
    return 1 if done.without else 0


def _rebuild(args: argparse.Namespace) -> int:
    from rag.library import Library

    if args.vectors:
        with _library(args) as library:
            print(f"已重做 {library.renew_vectors()} 份报告的向量")
        return 0
    rebuilt = Library.rebuild(args.library, None, None, _progress("重建"), args.workers)
    if args.json:
        _emit(asdict(rebuilt))
    else:
        print("\n".join(rebuilt.lines()))
    return 0 if rebuilt.complete else 1


def _doctor(args: argparse.Namespace) -> int:
    with _library(args) as library:
        found = [*library.integrity(), *library.health()]
    for looked_at in found:
        if args.json:
            _emit(asdict(looked_at))
        else:
            print(f"{_HEALTH[looked_at.state]}  {looked_at.name}：{looked_at.told}")
    return 1 if any(looked_at.state == "bad" for looked_at in found) else 0


def _samples(args: argparse.Namespace) -> int:
    from eval.samples import write_samples
    from eval.samples.options import families

    if args.family and args.family not in (known := [*families("final"), *families("budget")]):
        raise UsageError(f"--family {args.family}：没有这种模板，可用的有 {'、'.join(known)}")
    for path in write_samples(Path(args.out), args.count, args.format, args.family):
        print(path)
    return 0


def _serve(args: argparse.Namespace) -> int:
    if not _APP.is_file():
        raise UsageError(f"找不到页面程序 {_APP}；请重新安装 juesuan")
    if not 1 <= args.port <= 65535:
        raise UsageError(f"--port {args.port}：端口须在 1 到 65535 之间")
    _check_open(args.address)
    if not _port_is_free(args.port, args.address):
        raise UsageError(f"端口 {args.port} 已被占用，或地址 {args.address} 不是本机的；请用 --port、--address 换一个")
    environment = os.environ | ({"JUESUAN_LIBRARY": str(Path(args.library).absolute())} if args.library else {})
    # looking after the program's own files is for whoever changes them
    server = {"address": args.address, "port": args.port, "headless": "true", "fileWatcherType": "none"}
    options = [f"--server.{name}={value}" for name, value in server.items()]
    command = [sys.executable, "-m", "streamlit", "run", str(_APP), *options, "--browser.gatherUsageStats=false"]
    print(f"页面地址：http://{args.address}:{args.port}（按 Ctrl-C 结束）", file=sys.stderr, flush=True)
    # in place of this process, so that a signal to it reaches the page
    os.execve(sys.executable, command, environment)


def _check_open(address: str) -> None:
    """A page that other machines can reach must ask for a password or change nothing."""
    settings = _settings()
    if address in _OWN or settings.page_password_hash or settings.page_read_only:
        return
    raise UsageError(
        f"--address {address} 让其他机器也能打开网页；请先设口令（juesuan password）或只读（JUESUAN_PAGE_READ_ONLY=1）"
    )


def _port_is_free(port: int, address: str) -> bool:
    kind = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True


def _password(args: argparse.Namespace) -> int:
    """The hash of a password, from the keyboard unseen or from a pipe."""
    from getpass import getpass

    from rag.passwords import hashed

    typed = sys.stdin.isatty()
    given = getpass("口令：") if typed else sys.stdin.readline().rstrip("\n")
    if len(given) < _SHORTEST:
        raise UsageError(f"口令太短；至少 {_SHORTEST} 个字符")
    if typed and getpass("再输一遍：") != given:
        raise UsageError("两次输入的口令不同；请重新运行")
    print(f"JUESUAN_PAGE_PASSWORD_HASH={hashed(given)}")
    print("把这一行放进 .env 文件或环境变量，网页就要口令才能进入", file=sys.stderr)
    return 0


# what the commands share


def _settings() -> Settings:
    from rag.settings import read_settings

    return read_settings()


def _use_families() -> None:
    """Templates of the user's own that a settings file names; the environment is looked at where they are read."""
    if Path(".env").is_file() and (folder := _settings().families):
        from extractors.vocabulary.own import use_families

        use_families(folder)


def _library(args: argparse.Namespace, create: bool = False) -> Library:
    from rag.library import Library

    return Library.open(args.library, _settings(), create=create)


def _emit(data: Any) -> None:
    """One JSON line, at once."""
    _say(json.dumps(data, ensure_ascii=False))


def _say(text: str) -> None:
    """Text on standard output, at once."""
    if sys.stdout.isatty():
        _clear_progress()
    print(text, flush=True)


def _clear_progress() -> None:
    """Take the line of progress off the terminal, so that a line can stand there."""
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _positive(text: str) -> int:
    """A count given as an option. Raises ArgumentTypeError, which the parser shows in one line."""
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"须为 1 到 {_MOST_WORKERS} 的整数，而不是 {text[:20]}")
    return int(text)


def _bound(text: str) -> int:
    """A bound given as an option, at least 1."""
    if not text.isdecimal() or len(text) > 6 or int(text) < 1:
        raise argparse.ArgumentTypeError(f"须为 1 到 999999 的整数，而不是 {text[:20]}")
    return int(text)


def _count(text: str) -> int:
    """A number of things given as an option, none at all included."""
    if not text.isdecimal() or len(text) > 6:
        raise argparse.ArgumentTypeError(f"须为不大于 999999 的整数，而不是 {text[:20]}")
    return int(text)


def _path(name: str | None) -> Path | None:
    return Path(name) if name else None


def _paths(names: list[str] | None) -> list[Path] | None:
    return [Path(name) for name in names] if names else None


def _progress(verb: str) -> Callable[[int, int, str], None] | None:
    """A progress line on a terminal; nothing in a pipe."""
    from extractors.bulk import Pace

    if not sys.stderr.isatty():
        return None
    pace = Pace()

    def show(done: int, total: int, name: str) -> None:
        end = "\n" if done == total else ""
        print(f"\r\x1b[K{verb} {pace.line(done, total)}  {name}", end=end, file=sys.stderr, flush=True)

    return show


def _log_to_stderr() -> None:
    log = logging.getLogger("juesuan")
    if not log.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("juesuan: %(message)s"))
        log.addHandler(handler)
        log.propagate = False


# the command line


class _Parser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese and says in one line what is wrong."""

    def __init__(self, **options: Any) -> None:
        example = options.pop("example", None)
        super().__init__(
            **options,
            epilog=f"示例：\n  {example}" if example else None,
            formatter_class=_Help,
            allow_abbrev=False,
            add_help=False,
        )
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份帮助")

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {_in_chinese(message)}；用法见 {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)


class _Help(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


_MESSAGES = (
    (r"the following arguments are required: (.*)", r"缺少 \1"),
    (r"argument (\S+): invalid choice: (\S+) \(choose from (.*)\)", r"\1 不能是 \2，可选 \3"),
    (r"argument (\S+): invalid \S+ value: (.*)", r"\1 的值 \2 不对"),
    (r"argument (\S+): expected (?:one|at least one) argument", r"\1 后面缺少值"),
    (r"argument (\S+): (须为.*)", r"\1 \2"),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 和 \2 不能同时用"),
    (r"unrecognized arguments: (.*)", r"不认识的参数 \1"),
)


def _in_chinese(message: str) -> str:
    for pattern, chinese in _MESSAGES:
        if re.fullmatch(pattern, message, re.S):
            return re.sub(pattern, chinese, message.replace("\n", " "), flags=re.S)
    return message


def _option(*names: str, **settings: Any) -> tuple[tuple[str, ...], dict[str, Any]]:
    return names, settings


_PATHS = _option("paths", nargs="+", metavar="PATH", help="报告文件、文件夹（含下级）或通配符")
_LIBRARY = _option("--library", metavar="DIR", help="资料库文件夹（默认 ./library，或 JUESUAN_LIBRARY）")
_JSON = _option("--json", action="store_true", help="标准输出只写 JSON")
_WORKERS = _option("--workers", type=_positive, metavar="N", help="进程数（默认按文件多少自定）")
_MANY = (
    _WORKERS,
    _option("--engine", choices=("local", "ray"), default="local", help="local（默认）：本机多进程；ray：Ray"),
    _option("--ray-address", metavar="ADDR", help="Ray 集群（或 JUESUAN_RAY_ADDRESS；默认在本机启动）"),
    _option("--timeout", type=_bound, metavar="SECONDS", help="每份至多多少秒，超过的算失败（多进程时默认 300）"),
    _option("--memory", type=_bound, metavar="MB", help="每个进程至多多少内存，超过的那份算失败（默认不限）"),
)
_BATCH = '每行一个 JSON：{"id", "question"} 或 {"id", "turns": ["…", "…"]}；- 为标准输入'

#: each command: name, function, what it does, an example, its arguments
_COMMANDS: tuple[tuple[str, Callable[[argparse.Namespace], int], str, str, tuple[Any, ...]], ...] = (
    (
        "ingest", _ingest, "导入报告：内容相同的跳过，有改动的替换；有文件失败时退出码为 1",
        "juesuan ingest 报告/ 'md/*.md' --library 我的资料库", (_PATHS, _LIBRARY, *_MANY, _JSON),
    ),
    (
        "ask", _ask, "提问：一个问题，或用 --batch 逐行回答文件里的问题；有坏行时退出码为 1",
        'juesuan ask "某某局2023年总支出是多少？" --json',
        (
            _option("question", nargs="?", metavar="问题", help="用中文写的问题"),
            _option("--batch", metavar="FILE.jsonl", help=_BATCH),
            _option("--image", metavar="FILE.png", help="把第一处 PDF 来源所在的页存为图像，标出位置"),
            _LIBRARY, _JSON,
        ),
    ),
    (
        "extract", _extract, "抽取：每份报告一个 JSON 文件，或全部报告的数据表和发现表；有文件失败时退出码为 1",
        "juesuan extract 报告/ --out 结果 --format xlsx",
        (
            _PATHS,
            _option("--out", required=True, metavar="DIR", help="结果文件夹"),
            _option("--format", choices=_FORMS, default="json", help="json（默认）、csv、xlsx 或 parquet"),
            _option("--schema", metavar="NAME", help="要填的结构：内置名称、模块:类名或清单文件（.txt、.json）"),
            _option("--partition", action="store_true", help="parquet 按年度和地区分成多个文件（Hive 目录）"),
            *_MANY,
            _option("--llm", action="store_true", help="另由语言模型填写，与规则逐项比较（须已设置地址）"),
            _option("--no-llm", action="store_false", dest="llm", help="只按规则，不用语言模型（默认）"),
            _option("--resume", action="store_true", help="记下做完的文件，中断后再次运行接着做"),
        ),
    ),
    (
        "propose", _propose, "为没有见过的格式起草模板：语言模型认表和栏名，试读检验；没有可用的则退出码为 1",
        "juesuan propose 新格式.pdf --out 模板/某省2025.yaml",
        (
            _option("file", metavar="FILE", help="一份这种格式的报告"),
            _option("--out", required=True, metavar="FILE.yaml", help="模板文件（不覆盖已有的）"),
            _option("--name", metavar="NAME", help="模板的名称，如 某省2025年部门预算"),
        ),
    ),
    (
        "check", _check, "核查：列出报告自身的矛盾；有达到 --fail-on 级别的发现或读不了的文件时退出码为 1",
        "juesuan check 报告.txt --fail-on warning --html 核查页",
        (
            _option("paths", nargs="*", metavar="PATH", help=_PATHS[1]["help"]),
            _option("--fail-on", choices=("error", "warning", "never"), default="error", help="级别（默认 error）"),
            _option("--select", metavar="RULE,…", help="只用这些规则：编号、编号开头或类别，如 A-GK09,B"),
            _option("--ignore", metavar="RULE,…", help="不用这些规则"),
            _option("--format", choices=("text", "json", "sarif"), default="text", help="text（默认）、json 或 sarif"),
            _JSON,
            _option("--html", metavar="DIR", help="另为每份报告写一个核查网页"),
            _option("--explain", metavar="RULE", help="说明一条规则、一类规则或全部（all）"),
            _option("--rules", action="store_true", help="列出全部规则"),
            _WORKERS,
        ),
    ),
    (
        "eval", _eval, "评测：用已知答案检验准确率；低于门槛时退出码为 1",
        "juesuan eval --corpus 真实报告/ --report 评测.html",
        (
            _option("--engine", choices=("rules", "llm"), default="rules", help="llm：与所设的语言模型并排比较"),
            _option("--cases", nargs="+", metavar="PATH", help="题目文件（默认用自带的）"),
            _option("--corpus", metavar="DIR", help="真实报告的文件夹"),
            _option("--checks", type=_count, metavar="N", help="用 N 份无错报告检验核查规则（默认 24，0 为不检验）"),
            _option("--paraphrase", type=_count, default=0, metavar="N", help="每题另换 N 种说法再问，看少答对多少"),
            _option("--benchmark", type=_count, metavar="N", help="基准用 N 组报告，每组三份（默认 4，0 为不做）"),
            _option("--formats", type=_count, default=0, metavar="N", help="只检验 N 份样本各种格式读出的是否相同"),
            _option("--scans", type=_count, default=0, metavar="N", help="只检验 N 份扫描件读出多少数"),
            _option("--export", metavar="DIR", help="只把基准（报告、题目、答案、评分程序）写到 DIR"),
            _option("--answers", metavar="FILE.jsonl", help="只给任何系统的答案评分；另需 --cases 和 --corpus"),
            _option("--seed", type=int, default=0, metavar="N", help="基准和换说法用的种子（默认 0）"),
            _option("--report", metavar="FILE.html", help="另写一份网页报告"), _JSON,
        ),
    ),
    (
        "schema", _schema, "内置的抽取结构：列出全部（list），或显示一个（show NAME）", "juesuan schema list",
        (
            _option("action", choices=("list", "show"), help="列出全部，或显示一个"),
            _option("name", nargs="?", metavar="NAME", help="结构名称：内置的，或 模块:类名"),
            _option("--text", action="store_true", help="逐字段列出单位、含义和出处，不输出 JSON Schema"), _JSON,
        ),
    ),
    (
        "export", _export, "导出资料库的报告、数据和发现；csv 和 parquet 另有两个表写在 FILE 旁边",
        "juesuan export --out 全部.xlsx",
        (_option("--out", required=True, metavar="FILE", help="FILE.xlsx、FILE.csv 或 FILE.parquet"), _LIBRARY),
    ),
    (
        "backup", _backup, "备份：数据库和原文件写成一个文件，不影响别人使用；有原文件缺失时退出码为 1",
        "juesuan backup --library 我的资料库 --out 备份.zip",
        (_option("--out", required=True, metavar="FILE.zip", help="备份文件（不覆盖已有的）"), _LIBRARY, _JSON),
    ),
    (
        "restore", _restore, "恢复：把备份展开到空文件夹，逐个核对；有原文件缺失时退出码为 1",
        "juesuan restore 备份.zip --library 新资料库",
        (_option("file", metavar="FILE.zip", help="juesuan backup 写成的文件"), _LIBRARY, _JSON),
    ),
    (
        "doctor", _doctor, "检查：资料库是否完好，缺什么、怎么办；有问题时退出码为 1",
        "juesuan doctor --library 我的资料库",
        (_LIBRARY, _JSON),
    ),
    (
        "rebuild", _rebuild, "修复：数据库损坏时，用保存的原文件重建；有没能保留的内容时退出码为 1",
        "juesuan rebuild --library 我的资料库",
        (_option("--vectors", action="store_true", help="只重做检索用的向量"), _LIBRARY, _WORKERS, _JSON),
    ),
    ("reports", _reports, "列出资料库里的报告", "juesuan reports --json", (_LIBRARY, _JSON)),
    (
        "samples", _samples, "生成虚构的样本报告", "juesuan samples --out 样本",
        (
            _option("--out", required=True, metavar="DIR", help="放样本的文件夹"),
            _option("--count", type=_count, default=6, metavar="N", help="写几份（默认 6）"),
            _option("--format", choices=_FORMATS, help="文件格式（默认 txt 和 md 各几份；scan 是图片做的 PDF）"),
            _option("--family", metavar="NAME", help="只用一种模板（写错时列出全部）"),
        ),
    ),
    (
        "serve", _serve, "打开网页（只在本机）", "juesuan serve --port 8501",
        (
            _option("--port", type=int, default=8501, metavar="N", help="端口（默认 8501）"),
            _option("--address", default="127.0.0.1", metavar="ADDR", help="地址（默认只在本机；放开须有口令或只读）"),
            _LIBRARY,
        ),
    ),
    ("password", _password, "为网页设口令：输入口令，得到放进设置的散列值", "juesuan password", ()),
)  # fmt: skip


def _parser() -> argparse.ArgumentParser:
    example = 'juesuan ingest 报告/ && juesuan ask "某某局2023年三公经费是多少？"'
    what = "查询、抽取、核查部门决算公开报告：每个数字都有出处。"
    parser = _Parser(prog="juesuan", description=what, example=example)
    parser.add_argument("--version", action="version", version=_version(), help="显示版本")
    commands = parser.add_subparsers(title="命令", metavar="命令", dest="command", required=True)
    for name, run, text, shown, options in _COMMANDS:
        made = commands.add_parser(name, help=text, description=f"{text}。", example=shown)
        made.set_defaults(run=run)
        for names, settings in options:
            made.add_argument(*names, **settings)
    return parser


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("juesuan")
    except PackageNotFoundError:
        return "未安装（从源码运行）"


if __name__ == "__main__":
    sys.exit(main())
