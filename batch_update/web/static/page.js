"use strict";

// The page: one state that the program tells, and one view of it. Whatever comes from a sheet or the API is put in as
// text, never as markup. The rules, the sentences and the counts are the program's; here are headings and buttons.

const main = document.getElementById("main");
const live = document.getElementById("live");
const lost = document.getElementById("lost");
let state = null;
let shown = "";
let refused = [];
let stream = null;

// --- making elements ---

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(3)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

const heading = (text) => make("h1", { tabindex: "-1" }, text);
const card = (...children) => make("section", { class: "card" }, ...children);
const actions = (...children) => make("div", { class: "actions" }, ...children);
const button = (text, act, kind = "") => make("button", { type: "button", class: kind, onclick: (event) => doOnce(event.currentTarget, act) }, text);
const link = (text, which, kind = "") => make("a", { class: `button ${kind}`, href: `/api/files/${which}`, download: true }, text);

async function doOnce(element, act) {
  if (element.disabled) return;
  element.disabled = true;
  try { await act(); } finally { element.disabled = false; }
}

function notice(lines, tone, role = null) {
  return make("div", { class: `notice ${tone}`, role }, lines.map((line) => make("p", {}, line)));
}

function tellLines(lines, extra = "") {
  return make("div", { class: `lines ${extra}` }, lines.map((line) => {
    const text = line.text ?? line;
    const kinds = [line.warning || text.startsWith("Warning: ") ? "warning" : "", /^( |- )/.test(text) ? "in" : "", text.endsWith(":") ? "leads" : ""];
    return make("p", { class: kinds.filter(Boolean).join(" ") }, text.replace(/^( +|- )/, ""));
  }));
}

function tellCounts(counts) {
  const words = counts.map((it) => `${it.number.toLocaleString("en")} ${it.status}`).join(", ");
  const bar = make("div", { class: "counts", role: "img", "aria-label": words });
  for (const it of counts) {
    const part = make("span", { class: `fill-${it.tone}` });
    part.style.flexGrow = it.number;
    bar.append(part);
  }
  return [bar, make("ul", { class: "legend" }, counts.map((it) =>
    make("li", { title: it.meaning }, make("span", { class: `mark fill-${it.tone}` }), make("b", {}, it.number.toLocaleString("en")), it.status)))];
}

// --- tables that can be filtered ---

const PROBLEMS = [["cell", "Cell"], ["campaign", "Campaign"], ["column", "Column"], ["value", "Holds"], ["message", "What is wrong"], ["suggestion", "What to do"]];
const CHANGES = [["cell", "Cell"], ["campaign", "Campaign"], ["column", "Column"], ["now", "Now"], ["new", "New"], ["note", "Note"]];

const KINDS = { cell: "cell", campaign: "cell-plain", column: "cell-plain", value: "value", now: "value", new: "value", message: "words", suggestion: "words" };

function filterTable(title, address, columns) {
  const id = `find-${address.replace(/\W/g, "-")}`;
  const find = make("input", { type: "search", id, autocomplete: "off" });
  const told = make("p", { class: "quiet", "aria-live": "polite" });
  const body = make("tbody");
  const region = make("div", { class: "scroll", role: "region", "aria-label": title, tabindex: "0" },
    make("table", {}, make("thead", {}, make("tr", {}, columns.map(([, name]) => make("th", { scope: "col" }, name)))), body));
  let asked = 0;
  async function look() {
    const mine = ++asked;
    const answer = await fetch(`${address}?find=${encodeURIComponent(find.value)}`);
    if (!answer.ok || mine !== asked) return;
    const found = await answer.json();
    body.replaceChildren(...found.lines.map((line) => make("tr", {}, columns.map(([key, name]) => {
      const text = key === "message" && line.warning ? `Warning: ${line[key]}` : key === "cell" && !line.cell ? `row ${line.row}` : line[key];
      return make("td", { class: KINDS[key] ?? "", "data-label": name }, text || "");
    }))));
    const number = found.number.toLocaleString("en");
    told.textContent = found.lines.length < found.number ? `The first ${found.lines.length} of ${number}; the filter finds the others.` : `${number} shown.`;
  }
  let later = 0;
  find.addEventListener("input", () => { clearTimeout(later); later = setTimeout(look, 150); });
  look();
  const element = card(make("h2", {}, title), make("div", { class: "field" }, make("label", { for: id }, "Show only what has"), find), told, region);
  element.filterBy = (text) => { find.value = text; look(); find.focus(); };
  return element;
}

function tellGroups(ending, table) {
  if (!ending.groups.length) return null;
  return card(make("h2", {}, "What is wrong, the most frequent first"),
    make("ul", { class: "groups" }, ending.groups.map((group) => {
      const example = group.example;
      return make("li", { class: group.warning ? "doubt" : "" },
        make("p", {}, make("b", {}, group.rows), group.column ? ` · ${group.column}: ` : ": ", group.warning ? "Warning: " : "", group.message),
        example.cell && make("p", { class: "quiet" }, "At ", make("span", { class: "cell" }, example.cell),
          example.value && [" it holds ", make("span", { class: "value" }, example.value)], example.suggestion && ` → ${example.suggestion}`, " ",
          table && group.many && button("Show them all", async () => table.filterBy(group.message), "plain")));
    })),
    ending.more_groups && make("p", { class: "quiet" }, `and ${ending.more_groups}`));
}

// --- asking the program ---

async function post(address, said = {}) {
  refused = [];
  let answer;
  try {
    answer = await fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(said) });
  } catch { showLost(); return false; }
  await takeAnswer(answer);
  return answer.ok;
}

async function takeAnswer(answer) {
  if (!answer.ok) {
    try { refused = (await answer.json()).lines; } catch { refused = [await answer.text().catch(() => "") || `The program answered ${answer.status}.`]; }
  }
  await lookAgain();
  if (refused.length) showRefused();
}

async function lookAgain() {
  try { take(await (await fetch("/api/state")).json()); } catch { showLost(); }
}

function showRefused() {
  for (const old of main.querySelectorAll(".refused")) old.remove();
  const told = notice(refused, "wrong", "alert");
  told.classList.add("refused");
  main.prepend(told);
  told.scrollIntoView({ block: "nearest" });
}

async function sendSheet(file) {
  if (!file) return;
  refused = [];
  live.textContent = `${file.name} is read.`;
  let answer;
  try {
    answer = await fetch("/api/sheet", { method: "POST", headers: { "Content-Type": "application/octet-stream", "X-File-Name": encodeURIComponent(file.name) }, body: file });
  } catch {
    refused = ["The file did not arrive. It may be larger than 100 MB, or open in another program; or the program has ended."];
    await lookAgain();
    showRefused();
    return;
  }
  if (answer.ok) location.hash = "";
  await takeAnswer(answer);
}

function dropArea(words, primary = true) {
  const input = make("input", { type: "file", id: "file", accept: ".xlsx,.xlsm,.xls,.ods,.csv,.tsv,.txt", onchange: () => sendSheet(input.files[0]) });
  return make("div", { class: primary ? "drop" : "drop slim" }, input, make("label", { for: "file", class: `button ${primary ? "primary" : ""}` }, words),
    make("p", { class: "quiet" }, "or drop it anywhere on this page"));
}

document.addEventListener("dragover", (event) => { event.preventDefault(); document.querySelector(".drop")?.classList.add("over"); });
document.addEventListener("dragleave", () => document.querySelector(".drop")?.classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  document.querySelector(".drop")?.classList.remove("over");
  if (document.querySelector(".drop")) sendSheet(event.dataTransfer.files[0]);
});

// --- where to ---

function targetForm(profiles) {
  const known = state.target;
  const kind = known ? known.kind : "sandbox";
  const typedBefore = known && known.kind === "typed" && known.has_token;
  const url = make("input", { type: "url", id: "base-url", value: known && known.kind === "typed" ? known.base_url : "https://api.acefone.in", autocomplete: "off", spellcheck: "false" });
  const token = make("input", { type: "password", id: "token", autocomplete: "new-password", spellcheck: "false", "aria-describedby": "token-help" });
  const auth = make("select", { id: "auth" }, make("option", { value: "bearer" }, "after the word Bearer"), make("option", { value: "raw" }, "by itself"));
  const option = (value, title, about, checked, ...fields) => {
    const id = `to-${value.replace(/\W/g, "-")}`;
    const input = make("input", { type: "radio", name: "to", id, value, checked, onchange: show });
    const extra = fields.length ? make("div", { class: "fields", "data-for": id }, fields) : null;
    return make("div", { class: "choice" }, input, make("label", { for: id }, title), make("p", { class: "more quiet" }, about), extra);
  };
  const field = (id, title, input, help) => make("div", { class: "field" }, make("label", { for: id }, title), input, help && make("p", { class: "quiet", id: `${id}-help` }, help));
  const profileTokens = new Map();
  const form = make("fieldset", {}, make("legend", { class: "hidden" }, "Where to"),
    option("sandbox", "Try it out", "The stand-in inside this program. Nothing leaves this computer.", kind === "sandbox"),
    profiles.map((it) => {
      const own = make("input", { type: "password", id: `token-${it.name}`, autocomplete: "new-password", spellcheck: "false" });
      profileTokens.set(it.name, own);
      return option(`profile:${it.name}`, it.name, it.base_url, kind === "profile" && known.profile === it.name,
        ...(it.token_kept ? [] : [field(`token-${it.name}`, "Token", own)]));
    }),
    option("typed", "An account, this time only", "Its token is kept in memory until the program ends, and nowhere else.", kind === "typed",
      field("base-url", "Address of the API", url),
      field("token", "Token", token, typedBefore ? "It was typed before. Leave this blank to use it again." : "From the panel: API Connect > API Tokens."),
      make("details", {}, make("summary", {}, "If every row is refused as unauthorized"), field("auth", "Send the token", auth))));
  function chosen() { return form.querySelector("input[name=to]:checked")?.value ?? "sandbox"; }
  function show() { for (const it of form.querySelectorAll(".fields")) it.hidden = !document.getElementById(it.dataset.for)?.checked; }
  form.choose = async () => {
    const value = chosen();
    if (value === "typed" && typedBefore && !token.value && url.value === known.base_url) return true;
    const said = value.startsWith("profile:")
      ? { kind: "profile", profile: value.slice(8), token: profileTokens.get(value.slice(8)).value }
      : { kind: value, base_url: url.value, token: value === "typed" ? token.value : "", auth: auth.value };
    const done = await post("/api/target", said);
    if (done) token.value = "";
    return done;
  };
  queueMicrotask(show);
  return form;
}

async function withProfiles(build) {
  let profiles = [];
  try {
    const answer = await fetch("/api/profiles");
    if (answer.ok) profiles = await answer.json();
  } catch { /* the stream tells that nobody answers */ }
  return build(profiles);
}

function submitting(words, act, parts, others) {
  const primary = make("button", { type: "submit", class: "primary" }, words);
  return make("form", { class: "stack", autocomplete: "off", onsubmit: (event) => { event.preventDefault(); doOnce(primary, act); } }, parts, actions(primary, others));
}

// --- the views: each gives its elements ---

const WORKS = { check: "Reading and checking the sheet", plan: "Looking at what would change", send: "Getting ready", pull: "Reading campaigns", undo: "Looking at what to put back" };

const views = {
  choose() {
    const rest = make("div", { hidden: true });
    showUnfinished(rest);
    return [heading("Which sheet do you want to send?"),
      make("p", { class: "lead" }, "One row is one campaign. The sheet is checked first; nothing is sent before you say yes."),
      rest,
      dropArea("Choose a sheet…"),
      make("p", { class: "quiet" }, "Excel, LibreOffice, CSV or TSV, up to 100 MB."),
      make("div", { class: "side" },
        card(make("div", {}, make("h2", {}, "No sheet yet?"), make("p", { class: "quiet" }, "A blank workbook with all columns, drop-downs and notes.")), actions(link("Blank template", "template"))),
        card(make("div", {}, make("h2", {}, "Start from the account"), make("p", { class: "quiet" }, "A workbook of the campaigns as they are now. Only the cells you edit are sent.")), actions(make("a", { class: "button", href: "#pull" }, "Read campaigns")))),
    ];
  },

  busy() {
    return [heading(WORKS[state.work] ?? "One moment"), card(make("progress", { "aria-label": "Under way" }), make("p", { class: "big", id: "progress-text" }), make("div", { id: "lines" })),
      state.stoppable ? actions(button("Stop", () => post("/api/stop"))) : null];
  },

  found() {
    const it = state.check;
    const table = it.problems ? filterTable("Problems, cell by cell", "/api/problems/check", PROBLEMS) : null;
    const ready = it.valid > 0;
    return [heading(it.left ? "Some rows need a correction" : ready ? "The sheet is right" : "There is nothing to send"),
      card(tellCounts(it.counts), tellLines(state.lines), tellLines(it.words, "quiet")),
      actions(ready && make("a", { class: "button primary", href: "#where" }, it.left ? "Send the valid rows" : "Choose where to send"),
        link(it.left ? "Download the sheet to correct" : "Download the check", "check", ready ? "" : "primary"), button("Another sheet", leave)),
      tellGroups(it, table), table,
      it.left ? dropArea("Choose the corrected sheet…", false) : null];
  },

  where() {
    const box = make("div", {});
    withProfiles((profiles) => {
      const form = targetForm(profiles);
      box.replaceChildren(submitting("Continue to the question", async () => { if (await form.choose()) await post("/api/send"); }, [form], [
        button("Show the changes first", async () => { if (await form.choose()) await post("/api/plan"); }),
        make("a", { class: "button", href: "#" }, "Back")]));
    });
    return [heading("Where do the rows go?"), make("p", { class: "lead" }, state.sheet), box];
  },

  planned() {
    const it = state.plan;
    const problems = it.problems ? filterTable("Problems, cell by cell", "/api/problems/plan", PROBLEMS) : null;
    return [heading("What would change"),
      card(tellCounts(it.counts), tellLines(it.changes, "big"), tellLines(it.words, "quiet"), make("p", { class: "quiet" }, it.facts)),
      actions(it.valid ? button("Continue to the question", () => post("/api/send"), "primary") : null, link("Download the changes", "plan"),
        button("Back", () => post("/api/leave", { to: "found" }))),
      filterTable("Changes, field by field", "/api/changes/plan", CHANGES),
      tellGroups(it, problems), problems];
  },

  asking() {
    const asked = state.question;
    const say = (yes, more = {}) => post("/api/answer", { mark: asked.mark, yes, ...more });
    const choices = asked.choices.map((it) => make("div", { class: "choice" },
      make("input", { type: "checkbox", id: `choose-${it.name}`, checked: it.chosen, onchange: (event) => { event.target.disabled = true; say(false, { choose: { [it.name]: event.target.checked } }); } }),
      make("label", { for: `choose-${it.name}` }, it.title), make("p", { class: "more quiet" }, it.about)));
    return [heading(asked.text),
      asked.first ? null : notice(["The run waits for your answer."], "trouble"),
      card(tellLines(asked.lines)),
      choices,
      asked.first
        ? actions(button("Yes, send them now", () => say(true), "primary"), button("No, go back", () => say(false)))
        : actions(button("No, stop here", () => say(false), "primary"), button("Yes, send the others", () => say(true), "danger"))];
  },

  sending() {
    return [heading(state.stopping ? "Stopping" : "Sending"), make("p", { class: "lead" }, "You may close this page: the run goes on, and the page shows it when you come back."),
      card(make("progress", { id: "progress", "aria-label": "Rows sent" }), make("p", { class: "big", id: "progress-text" }), make("div", { id: "counts" }), make("div", { id: "lines" })),
      actions(button(state.stopping ? "Stop at once" : "Stop", () => post("/api/stop"), "danger"))];
  },

  ended() {
    const it = state.ending;
    const table = it.problems ? filterTable("Problems, cell by cell", "/api/problems/ending", PROBLEMS) : null;
    const tone = it.stopped ? "trouble" : it.left ? "wrong" : "good";
    return [heading(it.stopped ? "The run was stopped" : it.left ? "Sent, and some rows need you" : "All done"),
      notice(it.words, tone),
      card(tellCounts(it.counts), tellLines(it.proof), make("p", { class: "quiet" }, it.facts)),
      actions(it.results ? link("Download the results", "ending", it.stopped ? "" : "primary") : null,
        it.stopped ? button("Go on with it", () => post("/api/send", { resume: true }), "primary") : null,
        button("Undo this run", () => post(`/api/runs/${it.run}/undo`)), button("Another sheet", leave)),
      tellGroups(it, table), table,
      it.left ? card(make("h2", {}, "Corrected?"), make("p", { class: "quiet" }, "Save the results workbook after correcting its sheet “To fix”, and give it back here."), dropArea("Choose the corrected workbook…", false)) : null];
  },

  pulled() {
    return [heading("The workbook is ready"), card(tellLines(state.pulled)),
      actions(link("Download the workbook", "pulled", "primary"), button("Back to the start", leave)),
      card(make("h2", {}, "Edited?"), make("p", { class: "quiet" }, "Save it, and give it back here: it is checked first, and the changes can be seen before anything is sent."), dropArea("Choose the edited workbook…", false))];
  },

  undone() {
    const it = state.undone;
    return [heading("The sheet that puts it back"), card(tellLines(it.words)),
      actions(it.campaigns ? button("Check it here", () => post("/api/undone/check"), "primary") : null,
        link("Download it to look at", "undone", it.campaigns ? "" : "primary"), button("Back to the start", leave))];
  },

  pull() {
    const box = make("div", {});
    const ids = make("input", { type: "text", id: "ids", autocomplete: "off", inputmode: "numeric", "aria-describedby": "ids-help" });
    const fields = make("input", { type: "text", id: "fields", autocomplete: "off", "aria-describedby": "fields-help" });
    withProfiles((profiles) => {
      const form = targetForm(profiles);
      const more = card(
        make("div", { class: "field" }, make("label", { for: "ids" }, "Some campaigns only"), ids, make("p", { class: "quiet", id: "ids-help" }, "Their ids with commas between, such as 281, 282. Blank: all.")),
        make("div", { class: "field" }, make("label", { for: "fields" }, "Some columns only"), fields, make("p", { class: "quiet", id: "fields-help" }, "Their names with commas between. Blank: all.")));
      box.replaceChildren(submitting("Read campaigns", async () => {
        if (await form.choose() && await post("/api/pull", { ids: ids.value, fields: fields.value })) location.hash = "";
      }, [form, more], [make("a", { class: "button", href: "#" }, "Back")]));
    });
    return [heading("Read campaigns into a workbook"), make("p", { class: "lead" }, "You edit it in Excel, and give it back here. Nothing is sent by reading."), box];
  },

  runs() {
    const box = make("div", {}, make("p", { class: "quiet" }, "One moment…"));
    showRuns(box);
    return [heading("Earlier runs"), box];
  },

  closed() {
    return [heading("The program has ended"), make("p", { class: "lead" }, "What was sent, and its results, are kept. You can close this window."), state.ending ? card(tellCounts(state.ending.counts), tellLines(state.ending.words)) : null];
  },
};

// --- earlier runs ---

async function fetchRuns() {
  const answer = await fetch("/api/runs");
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.lines.join(" "));
  return told;
}

async function withToken(run, address) {
  if (run.needs_token && await post(address, {})) return;
  if (!run.needs_token) { await post(address, {}); return; }
  const dialog = document.getElementById("token-dialog");
  const input = document.getElementById("token-again");
  document.getElementById("token-about").textContent = `${run.cells[2]} went to ${run.cells[3]}.`;
  input.value = "";
  dialog.returnValue = "no";
  dialog.showModal();
  await new Promise((done) => dialog.addEventListener("close", done, { once: true }));
  const token = input.value;
  input.value = "";
  if (dialog.returnValue === "yes") await post(address, { token });
}

async function goOn(run) { await withToken(run, `/api/runs/${run.id}/go-on`); location.hash = ""; }

function runActions(run) {
  return actions(make("a", { class: "button small", href: `/api/runs/${run.id}/results`, download: true, "aria-label": `Results of ${run.id}` }, "Results"),
    button("Undo", async () => { await withToken(run, `/api/runs/${run.id}/undo`); if (!refused.length) location.hash = ""; }, "small"),
    run.goes_on ? button("Go on", () => goOn(run), "small primary") : null);
}

async function showRuns(box) {
  try {
    const told = await fetchRuns();
    if (!told.runs.length) { box.replaceChildren(make("p", {}, told.none)); return; }
    box.replaceChildren(make("div", { class: "scroll", role: "region", "aria-label": "Earlier runs", tabindex: "0" }, make("table", {},
      make("thead", {}, make("tr", {}, [...told.headings, ""].map((name) => make("th", { scope: "col" }, name || make("span", { class: "hidden" }, "What to do"))))),
      make("tbody", {}, told.runs.map((run) => make("tr", {}, run.cells.map((cell, place) => make("td", { "data-label": told.headings[place] }, cell)), make("td", {}, runActions(run))))))));
  } catch (error) { box.replaceChildren(notice([error.message], "wrong", "alert")); }
}

async function showUnfinished(box) {
  try {
    const run = (await fetchRuns()).runs.find((it) => it.goes_on);
    if (run) box.hidden = false;
    if (run) box.replaceChildren(card(make("h2", {}, "A run was cut short"),
      make("p", {}, `${run.cells[2]}, started ${run.cells[1]}, to ${run.cells[3]}: ${run.cells[4].replace(" *", "")} updated.`),
      actions(button("Go on with it", () => goOn(run)), make("a", { class: "button", href: "#runs" }, "Earlier runs"))));
  } catch { /* the list itself says so */ }
}

async function leave() {
  await post("/api/leave", {});
  if (location.hash) location.hash = "";
}

// --- showing the state ---

const STEPS = ["Sheet", "Check", "Where to", "Confirm", "Send", "Results"];
const STEP_OF = { choose: 0, found: 1, where: 2, planned: 2, asking: 3, sending: 4, ended: 5 };

function viewOf() {
  if (state.closing) return "closed";
  if (["busy", "asking", "sending"].includes(state.phase)) return state.phase;
  const wanted = location.hash.slice(1);
  if (wanted === "runs" || wanted === "pull") return wanted;
  if (wanted === "where" && state.phase === "found") return "where";
  return state.phase;
}

function take(told) {
  if (state && told.version < state.version) return; // an answer that was overtaken
  state = told;
  lost.hidden = true;
  render();
}

function render() {
  if (!state) return;
  if (["ended", "undone", "pulled", "choose"].includes(state.phase) && location.hash === "#where") history.replaceState(null, "", "#");
  const view = viewOf();
  const ids = [state.check, state.plan, state.ending].map((it) => it && it.run);
  const key = JSON.stringify([view, state.work, state.sheet, state.question && state.question.mark, state.stopping, view === "busy" && state.stoppable, state.alert, ids, state.undone]);
  if (key !== shown) {
    const first = !shown;
    shown = key;
    const alert = state.alert.length && !["busy", "sending"].includes(view) ? notice(state.alert, "wrong", "alert") : null;
    main.replaceChildren(...[alert, ...views[view]()].flat(2).filter(Boolean));
    const title = main.querySelector("h1");
    document.title = `${title.textContent} – Update campaigns`;
    if (!first) { title.focus(); window.scrollTo(0, 0); }
    showSteps(view);
  }
  patch(view);
}

function showSteps(view) {
  const at = STEP_OF[view] ?? (view === "busy" ? { check: 1, plan: 2, send: 3 }[state.work] : undefined);
  document.getElementById("steps").replaceChildren(...(at === undefined ? [] : STEPS.map((name, place) =>
    make("li", { class: place < at ? "done" : "", "aria-current": place === at ? "step" : null }, make("span", {}, name)))));
  for (const it of document.querySelectorAll("[data-nav]")) {
    if ((it.dataset.nav || "") === (["runs", "pull"].includes(view) ? view : "")) it.setAttribute("aria-current", "page");
    else it.removeAttribute("aria-current");
  }
}

function patch(view) {
  if (view !== "busy" && view !== "sending") return;
  const progress = state.progress;
  const bar = main.querySelector("progress");
  if (progress && progress.total) { bar.max = progress.total; bar.value = progress.done; } else bar.removeAttribute("value");
  main.querySelector("#progress-text").textContent = progress ? progress.text : "";
  main.querySelector("#counts")?.replaceChildren(...(progress && progress.counts.length ? tellCounts(progress.counts) : []));
  main.querySelector("#lines").replaceChildren(tellLines((view === "sending" ? state.fresh : state.lines).slice(-12), "quiet"));
}

function showLost() {
  lost.textContent = "The program does not answer. If its window was closed, start it again and open the address that it prints.";
  lost.hidden = Boolean(state && state.closing);
}

function listen() {
  stream?.close();
  stream = new EventSource("/api/events");
  stream.addEventListener("message", (event) => take(JSON.parse(event.data)));
  stream.addEventListener("error", () => { if (state && state.closing) stream.close(); else showLost(); });
}

// A browser opens few connections to one place: windows that nobody looks at leave theirs to the others.
document.addEventListener("visibilitychange", () => { if (document.hidden) stream?.close(); else if (!state?.closing) listen(); });
window.addEventListener("hashchange", render);
document.getElementById("close").addEventListener("click", () => post("/api/close"));
listen();
