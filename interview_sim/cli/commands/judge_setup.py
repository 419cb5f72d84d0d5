"""`interview-sim judge setup`: find a model, try it, and say what will be sent where."""

from __future__ import annotations

import click
import msgspec
from msgspec.structs import replace

from interview_sim.cli.context import CommandContext, forget_typed_ahead, with_context
from interview_sim.cli.printing import note, print_table, say
from interview_sim.config import Endpoint
from interview_sim.errors import InterviewSimError, UsageError
from interview_sim.figures import counted
from interview_sim.judging.llm import trial
from interview_sim.judging.llm.client import LATE, ModelError, client_for
from interview_sim.judging.llm.judge import ModelJudge
from interview_sim.judging.llm.keys import find_key
from interview_sim.judging.registry import LEXICAL, MODEL
from interview_sim.services import Services

_WHEN = ("never", "reveal", "follow-ups")
_NONE_HERE = (
    "No server with a model answers on this machine (looked for {}). Start one, or name an "
    "endpoint with --url."
)


@click.command(name="setup")
@click.option("--url", metavar="URL", help="The endpoint, such as http://localhost:11434/v1.")
@click.option("--model", metavar="NAME", help="The model, where there are several.")
@click.option("--key-env", metavar="NAME", help="The environment variable that holds the key.")
@click.option("--when", type=click.Choice(_WHEN), help="When the model is asked.")
@click.option("--off", is_flag=True, help="Take the model out of the settings.")
@click.option("--yes", is_flag=True, help="Write the settings without asking.")
@with_context
def setup(
    context: CommandContext,
    url: str | None,
    model: str | None,
    key_env: str | None,
    when: str | None,
    *,
    off: bool,
    yes: bool,
) -> None:
    """Set up a model of your own as a judge.

    Looks for local servers on their usual ports, has one known answer judged, says what will be
    sent where, and writes the settings if you agree. Run again, it begins with what is set.
    """
    services = context.services()
    known = services.settings.endpoint
    if off:
        _take_out(services)
        return
    if known.model and when == "never" and url is model is key_env is None:
        # Whoever wants it to be quiet need not have it answer first.
        services.change_settings(endpoint=replace(known, when=when))
        say(f"Written: {known.model} is asked only when you ask for it. --off takes it out.")
        return
    # A key is for the endpoint that it was named for, and for no other.
    base = known if url in {None, known.base_url} else Endpoint()
    wanted = _endpoint(
        base_url=url or base.base_url,
        key_env=base.key_env if key_env is None else key_env,
        when=when or known.when,
    )
    wanted = _chosen(services, wanted, model, url)
    say(f"{wanted.model} at {wanted.base_url}. One known answer is judged …")
    _try(services, wanted)
    for sentence in trial.what_is_sent(wanted, has_key=bool(find_key(wanted, services.env))):
        say(sentence)
    say(f"Settings: {services.paths.config_file}, table [judge].")
    forget_typed_ahead()
    if not (yes or click.confirm("Write them?", default=False, err=True)):
        say("Nothing was written.")
        return
    services.change_settings(endpoint=wanted)
    say("Written. `interview-sim judge last --beside` has it judge your last session, too.")
    if wanted.when == "never":
        say("With `judge setup --when reveal` it reads along from now on.")


def _take_out(services: Services) -> None:
    """Have no model asked any more, by name neither."""
    known = services.settings.endpoint
    judge = services.settings.judge
    services.change_settings(endpoint=Endpoint(), judge=LEXICAL if judge == MODEL else judge)
    was = f"{known.model} at {known.base_url}" if known.model else "No model was set up"
    say(f"{was}: no model is asked any more.")


def _endpoint(**values: str) -> Endpoint:
    try:
        return msgspec.convert(values, Endpoint)
    except msgspec.ValidationError:
        # Not what was given: it may be a key.
        raise UsageError(
            "--url is an address without a key in it, such as http://localhost:11434/v1, and "
            "--key-env the name of an environment variable, never the key itself."
        ) from None


def _chosen(services: Services, wanted: Endpoint, model: str | None, url: str | None) -> Endpoint:
    """The endpoint with one of the models that it, or a server on this machine, has.

    Args:
        services: Settings, with the model that is set, which is offered first.
        wanted: Where to look first; nowhere in particular if it has no address.
        model: The one that was named.
        url: The address that was named: there, and nowhere else, is looked then.
    """
    if url and model:
        return replace(wanted, model=model)
    found = []
    if wanted.base_url:
        try:
            models = client_for(wanted, services.env).models()
            name = next((name for name, at in trial.USUAL if at == wanted.base_url), "")
            found.append(trial.Found(name, wanted.base_url, models))
        except ModelError as error:
            if url:
                raise
            note(f"{wanted.base_url}, which is set, cannot be used: {error}.")
    if not url:
        usual = [(name, place) for name, place in trial.USUAL if place != wanted.base_url]
        found += trial.servers_here(usual)
        if not found:
            names = ", ".join(f"{name} at {place}" for name, place in trial.USUAL)
            raise UsageError(_NONE_HERE.format(names))
    offers = [(server, name) for server in found for name in server.models if model in {None, name}]
    if not offers:
        raise UsageError("There is no such model. Without --model, those there are get listed.")
    set_up = services.settings.endpoint
    known = [(server.base_url, name) for server, name in offers]
    at = (set_up.base_url, set_up.model)
    number = known.index(at) + 1 if at in known else 1
    if len(offers) > 1 or (set_up.model and at not in known):
        rows = [
            (str(number), name, server.name or server.base_url)
            for number, (server, name) in enumerate(offers, 1)
        ]
        print_table(rows, ("", "model", "server"))
        number = click.prompt(
            "Which model?", type=click.IntRange(1, len(offers)), default=number, err=True
        )
    server, name = offers[number - 1]
    if wanted.base_url not in {"", server.base_url}:
        wanted = replace(wanted, key_env="")
    return replace(wanted, base_url=server.base_url, model=name)


def _try(services: Services, wanted: Endpoint) -> None:
    judge = ModelJudge()
    judge.set_up(wanted, services.env)
    try:
        done = trial.try_out(judge, services.clock)
    except InterviewSimError as error:
        words = f"It cannot be used: {error}.".replace("..", ".")
        if str(error) == LATE:
            words += (
                f" It had {judge.client.seconds:.0f} seconds; a smaller one may be quicker here."
            )
        raise UsageError(words) from None
    print_table(done.lines, ("point", "verdict", "expected"))
    tokens = "tokens are not counted"
    if both := done.tokens_in + done.tokens_out:
        tokens = f"{both:,} tokens ({done.tokens_in:,} in, {done.tokens_out:,} out)"
    right = f"{done.right} of {counted(len(done.lines), 'verdict')} as expected"
    say(f"{right}; {done.seconds:.1f} s, {tokens}.")
    if done.right < len(done.lines):
        note("A model that errs here errs on your answers, too: docs/judges.md.")
