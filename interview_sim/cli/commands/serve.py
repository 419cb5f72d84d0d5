"""`interview-sim serve`: the screens in a browser, for oneself or for those who are invited."""

from __future__ import annotations

import os
from pathlib import Path

import click

from interview_sim.cli.context import CommandContext, with_context
from interview_sim.cli.printing import note, print_table
from interview_sim.clock import SystemClock
from interview_sim.paths import TRANSCRIPTS_VARIABLE
from interview_sim.web.invites import Invites, link_of, origin_of

_HERE = "127.0.0.1"
_PORT = 8000
_MOST = 20


def _invites(context: CommandContext) -> Invites:
    return Invites(context.services().paths.visitors)


url_option = click.option(
    "--url", default="", metavar="URL", help="The address at which visitors reach this server."
)


@click.group(name="serve", invoke_without_command=True)
@click.option("--host", default=_HERE, show_default=True, help="The address to listen at.")
@click.option("--port", default=_PORT, show_default=True, type=click.IntRange(1, 65535))
@url_option
@click.option(
    "--most",
    default=_MOST,
    show_default=True,
    type=click.IntRange(1, 1000),
    help="Sessions at once; each is a process of its own.",
)
@with_context
@click.pass_context
def command(
    click_context: click.Context,
    context: CommandContext,
    *,
    host: str,
    port: int,
    url: str,
    most: int,
) -> None:
    """Show the screens in a browser.

    On this machine, for you alone, at the link that is printed. Once someone is invited, only those
    who are come in, each by a secret link to a folder of their own.
    """
    if click_context.invoked_subcommand is not None:
        return
    from interview_sim.loopback import is_loopback
    from interview_sim.web.server import Door

    services = context.services()
    invites = Invites(services.paths.visitors)
    count = len(invites.listed())
    env = {**os.environ, TRANSCRIPTS_VARIABLE: str(services.paths.transcripts.absolute())}
    door = Door(host, port, env, invites=invites if count else None, url=url, most=most)
    if door.is_local:
        note("For you alone, with your usual folders. Open this link, and show it to nobody:")
        click.echo(link_of(door.public_url, door.secret))
    else:
        note(f"At {door.public_url}, for those who are invited ({count}); each has a link.")
    if not is_loopback(host):
        note(
            "Everyone on the network reaches this address. Without TLS they can read along, links "
            "included: put a reverse proxy with TLS before it, as docs/serve.md shows."
        )
    note("Ctrl+C ends it; what is open is saved.")
    door.serve()


@command.command(name="invite")
@click.argument("name")
@url_option
@click.pass_obj
def invite(context: CommandContext, name: str, url: str) -> None:
    """Make a secret link for someone, called NAME here, and print it."""
    address = origin_of(url or f"http://{_HERE}:{_PORT}")
    secret = _invites(context).make(name, SystemClock())
    click.echo(link_of(address, secret))
    note(
        "Whoever has this link is that visitor. It is shown this once. A server that runs for you "
        "alone has to be started anew."
    )


@command.command(name="invites")
@click.pass_obj
def listing(context: CommandContext) -> None:
    """List who is invited."""
    listed = _invites(context).listed()
    if not listed:
        note("Nobody is invited. Begin with: interview-sim serve invite NAME")
        return
    folder = context.services().paths.visitors
    rows = ((invite.name, invite.made[:10], str(folder / invite.name)) for invite in listed)
    print_table(rows, ("name", "invited", "folder"), plain_heads=True)


@command.command(name="revoke")
@click.argument("name")
@click.pass_obj
def revoke(context: CommandContext, name: str) -> None:
    """Let nobody in by NAME's link any more; an open tab is closed."""
    invites = _invites(context)
    invites.revoke(name)
    folder = Path(context.services().paths.visitors, name)
    note(f"Revoked. The sessions stay, in {folder}")
