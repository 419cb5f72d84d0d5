"use strict";
// Plays a session: everything shown is worked out from the position, so any seek is exact.
// Texts are only ever put into text nodes.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  if (!data.turns.length) return;

  const SPEEDS = [0.5, 1, 2, 4, 8, 16];
  const LONGEST_SILENCE = 2000;
  const $ = (id) => document.getElementById(id);
  const make = (tag, name, text) => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  // What a page or a terminal would obey is made visible, as in the rest of the program.
  const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
  const sign = (found) => {
    const code = found.charCodeAt(0);
    if (code <= 0x1f) return String.fromCharCode(0x2400 + code);
    if (code === 0x7f) return "\u2421";
    return "\u27e8U+" + code.toString(16).toUpperCase().padStart(4, "0") + "\u27e9";
  };
  const visible = (text) => text.replace(/\r\n/g, "\n").replace(OBEYED, sign);

  const clock = (ms) => {
    const whole = Math.floor(Math.abs(ms) / 1000);
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor(whole / 60) % 60;
    const two = (n) => String(n).padStart(2, "0");
    const text = hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
    return (ms < 0 ? "+" : "") + text;
  };

  // The clocks were stopped in some stretches, which do not count.
  const stopped = (start, t) =>
    data.stops.reduce((sum, [from, until]) => sum + Math.max(0, Math.min(until, t) - Math.max(from, start)), 0);
  const left = (start, budget, t) => budget - (t - start - stopped(start, t));

  const turnAt = (t) => {
    let found = 0;
    data.turns.forEach((turn, place) => { if (turn.asked <= t) found = place; });
    return found;
  };

  // The answer at a moment: its edits in order, in code points. Going on from where it was is
  // quick; going back begins with the answer again.
  let typed = { place: -1, count: 0, chars: [], caret: 0 };
  const typedAt = (place, t) => {
    const edits = data.turns[place].edits;
    if (typed.place !== place || (typed.count > 0 && edits[typed.count - 1][0] > t)) {
      typed = { place, count: 0, chars: [], caret: 0 };
    }
    while (typed.count < edits.length && edits[typed.count][0] <= t) {
      const [, at, gone, came] = edits[typed.count];
      const chars = Array.from(came);
      typed.chars = typed.chars.slice(0, at).concat(chars, typed.chars.slice(at + gone));
      typed.caret = at + chars.length;
      typed.count += 1;
    }
    return typed;
  };

  const lit = (point, t) => point.first !== null && point.first <= t;

  // Where the evidence of the points covered so far is in the text as it is now.
  const evidence = (turn, text, t, closed) => {
    const found = [];
    for (const point of turn.points) {
      if (!(closed || lit(point, t))) continue;
      for (const words of point.evidence) {
        const at = words ? text.indexOf(words) : -1;
        if (at >= 0) found.push([at, at + words.length]);
      }
    }
    return found;
  };

  const drawAnswer = (turn, t, closed) => {
    const now = typed;
    const text = now.chars.join("");
    const caret = now.chars.slice(0, now.caret).join("").length;
    const spans = evidence(turn, text, t, closed);
    const cuts = [...new Set([0, caret, text.length, ...spans.flat()])].sort((a, b) => a - b);
    const parts = [];
    cuts.forEach((start, n) => {
      if (start === caret && !closed) parts.push(make("span", "caret"));
      const end = cuts[n + 1];
      if (end === undefined) return;
      const isMarked = spans.some(([from, until]) => from <= start && end <= until);
      const piece = visible(text.slice(start, end));
      parts.push(isMarked ? make("mark", "", piece) : document.createTextNode(piece));
    });
    $("answer").replaceChildren(...parts);
    $("answer").scrollTop = closed ? 0 : $("answer").scrollHeight;
  };

  const drawPoints = (turn, t, closed) => {
    $("points").replaceChildren(...turn.points.map((point) => {
      const isKnown = closed || lit(point, t);
      const verdict = closed ? point.verdict : isKnown ? "covered" : "waiting";
      const row = make("li", `point ${verdict}${point.member ? " member" : ""}`);
      row.append(make("span", "sign", closed ? point.sign : isKnown ? "\u2713" : "\u00b7"));
      if (isKnown) row.append(make("span", "verdict", `${verdict} `));
      row.append(make("span", "statement", visible(point.text)));
      if (lit(point, t)) row.append(make("span", "facts", ` ${clock(point.after)}`));
      return row;
    }));
  };

  const statusOf = (turn, t) => {
    if (data.stops.some(([from, until]) => from <= t && t < until)) return "The clocks are stopped.";
    if (turn.closed !== null && turn.closed <= t) return `Answer ${turn.outcome}.`;
    if (turn.began === null || t < turn.began) return "Reading the question.";
    return "Answering.";
  };

  let position = 0;
  let isPlaying = false;
  let last = null;
  let drawn = "";

  const put = (id, text) => { if ($(id).textContent !== text) $(id).textContent = text; };

  const draw = () => {
    const t = position;
    const place = turnAt(t);
    const turn = data.turns[place];
    const isAsked = turn.asked <= t;
    typedAt(place, t);
    const closed = turn.closed !== null && turn.closed <= t;
    const known = turn.points.filter((point) => lit(point, t)).length;
    // The closing comes after the last answer, where the question is no longer of interest.
    const isOver = data.ended !== null && t >= data.ended;
    const spoken = isOver && data.closing.length ? data.closing : turn.said;
    const key = [place, isAsked, isOver, typed.count, closed, known].join();
    if (key !== drawn) {
      drawn = key;
      put("name", isAsked ? turn.name : "Before the first question");
      put("said", isAsked ? visible(spoken.join("\n")) : "");
      put("ask", isAsked ? visible(turn.ask) : "");
      drawAnswer(turn, t, closed);
      drawPoints(turn, t, closed);
    }
    const end = closed ? turn.closed : t;
    const isReading = turn.began === null || t < turn.began;
    const own = isReading ? left(turn.asked, turn.reading, end) : left(turn.began, turn.budget, end);
    put("question-clock", isAsked ? clock(own) : "\u2013");
    put("session-clock", data.started === null || t < data.started ? "\u2013" : clock(left(data.started, data.budget, t)));
    put("status", isAsked ? statusOf(turn, t) : "");
    put("position", clock(t));
    put("play", isPlaying ? "Pause" : t >= data.end ? "Play again" : "Play");
    $("seek").value = String(Math.round(t));
    $("seek").setAttribute("aria-valuetext", `${clock(t)} of ${clock(data.end)}`);
  };

  const happenings = [...new Set([
    0, data.end,
    ...data.marks.filter((mark) => mark.kind !== "silence").flatMap((mark) => [mark.t, mark.until ?? mark.t]),
    ...data.turns.flatMap((turn) => [turn.asked, turn.began ?? turn.asked, turn.closed ?? turn.asked,
      ...turn.edits.map((edit) => edit[0])]),
  ])].sort((a, b) => a - b);

  // With silences skipped, the position leaps to the next thing that happens.
  const leap = (t) => {
    let low = 0;
    let high = happenings.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (happenings[middle] <= t) low = middle + 1; else high = middle;
    }
    const before = happenings[low - 1];
    const next = happenings[low];
    return before !== undefined && next !== undefined && t - before > LONGEST_SILENCE ? next : t;
  };

  const frame = (now) => {
    if (!isPlaying) return;
    if (last !== null) {
      position += (now - last) * Number($("speed").value);
      if ($("skip").checked) position = leap(position);
    }
    last = now;
    if (position >= data.end) { position = data.end; isPlaying = false; }
    draw();
    if (isPlaying) requestAnimationFrame(frame);
  };

  const setPlaying = (wanted) => {
    if (wanted && position >= data.end) position = 0;
    isPlaying = wanted;
    last = null;
    draw();
    if (wanted) requestAnimationFrame(frame);
  };
  const seek = (t) => {
    position = Math.min(Math.max(t, 0), data.end);
    last = null;
    draw();
  };
  const step = (by) => {
    const times = data.turns.map((turn) => turn.asked);
    const wanted = by > 0 ? times.find((t) => t > position) : times.filter((t) => t < position - 1000).pop();
    seek(wanted ?? (by > 0 ? data.end : 0));
  };

  const share = (ms) => (100 * ms) / Math.max(1, data.end);
  const mark = (name, t, text) => {
    const made = make("span", name, text);
    made.style.left = `${share(t)}%`;
    $("marks").append(made);
    return made;
  };

  let labelled = -100;
  for (const turn of data.turns) {
    mark("tick", turn.asked, "");
    if (turn.number === null || share(turn.asked) - labelled < 2.5) continue;
    labelled = share(turn.asked);
    mark("number", turn.asked, String(turn.number));
  }
  for (const stretch of data.marks) {
    if (stretch.until === null) continue;
    mark("stretch", stretch.t, "").style.width = `${share(Math.min(stretch.until, data.end) - stretch.t)}%`;
  }
  for (const speed of SPEEDS) {
    const option = make("option", "", `${speed}\u00d7`);
    option.value = String(speed);
    option.selected = speed === 1;
    $("speed").append(option);
  }
  $("seek").max = String(data.end);
  put("length", clock(data.end));
  $("play").addEventListener("click", () => setPlaying(!isPlaying));
  $("back").addEventListener("click", () => seek(position - 10000));
  $("forward").addEventListener("click", () => seek(position + 10000));
  $("previous").addEventListener("click", () => step(-1));
  $("next").addEventListener("click", () => step(1));
  $("seek").addEventListener("input", () => seek(Number($("seek").value)));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("button, input, select")) return;
    if (event.key === " ") setPlaying(!isPlaying);
    else if (event.key === "ArrowLeft") seek(position - 5000);
    else if (event.key === "ArrowRight") seek(position + 5000);
    else return;
    event.preventDefault();
  });
  $("player").hidden = false;
  seek(data.turns[0].asked);
})();
