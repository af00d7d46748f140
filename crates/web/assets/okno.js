// okno: what makes the form quicker. Every page is complete without it.
"use strict";
(() => {
  const each = (what, act) => document.querySelectorAll(what).forEach(act);
  const byId = (id) => document.getElementById(id);
  const TYPED = "input:not([type=radio],[type=checkbox],[type=file]),textarea";
  const form = byId("step");
  const problems = byId("problems");
  if (problems) problems.focus();
  each("[data-print]", (button) => { button.hidden = false; button.addEventListener("click", () => window.print()); });
  // Answers are taken: a second press does nothing.
  each("form[data-once]", (one) => one.addEventListener("formdata", () => one.querySelectorAll("button").forEach((it) => { it.disabled = true; })));
  // At the opening second the page needs nothing from the server but the press.
  each("[data-opens]", (one) => setInterval(() => { if (Date.now() >= Date.parse(one.dataset.opens)) one.remove(); }, 500));
  // A visit stands in the time of its place; where the person's clock differs, theirs stands beside it.
  each("time[data-offset]", (one) => { const at = new Date(one.dateTime); if (-at.getTimezoneOffset() !== Number(one.dataset.offset)) one.append(` (${one.dataset.yours} ${at.toLocaleTimeString("ru", { hour: "2-digit", minute: "2-digit" })})`); });
  if (!form) return;

  const words = byId("words").dataset;
  const base = `/drafts/${form.dataset.draft}`;
  const json = { Accept: "application/json" };
  let dirty = false, timer = 0, wait = 2000, running = null, leaving = false, signedOut = false;
  const say = (text, bad) => { const saved = byId("saved"); saved.textContent = text; saved.classList.toggle("unsaved", Boolean(bad)); };
  function askToSignIn() {
    say(`${words.signIn} `, true);
    const link = document.createElement("a");
    link.href = "/sign-in?return_to=/account"; link.target = "_blank"; link.rel = "noopener"; link.textContent = words.signInLink;
    byId("saved").append(link);
  }
  const answers = () => { const data = new URLSearchParams(); for (const [name, value] of new FormData(form)) if (typeof value === "string" && name !== "action") data.append(name, value); return data; };
  const step = () => form.getAttribute("action").split("/").pop();

  async function save() {
    clearTimeout(timer);
    if (!dirty || running) return running;
    dirty = false;
    running = (async () => {
      try {
        const reply = await fetch(`${base}/autosave?step=${step()}`, { method: "POST", body: answers(), headers: json, keepalive: leaving });
        signedOut = reply.status === 401;
        if (signedOut) { dirty = true; return askToSignIn(); }
        if (reply.status === 409 || reply.status === 404) { const told = await reply.json(); dirty = false; return say(told.detail, true); }
        if (!reply.ok) throw new Error(reply.status);
        const told = await reply.json();
        wait = 2000;
        if (!dirty) say(told.saved);
        if (told.shape !== form.dataset.shape && !dirty && !leaving) await redraw();
      } catch {
        dirty = true; say(words.unsaved, true);
        wait = Math.min(wait * 2, 30000); timer = setTimeout(save, wait);
      }
    })();
    await running;
    running = null;
    if (dirty && !signedOut && wait === 2000) schedule();
    return null;
  }
  function schedule() { clearTimeout(timer); timer = setTimeout(save, 1200); }
  function touched() { dirty = true; say(words.saving); schedule(); }

  // Puts fresh fields in place of the old ones; what was focused stays focused.
  async function redraw(reply) {
    const answer = reply || await fetch(`${base}/${step()}`);
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("step");
    if (!fresh) { location.assign(answer.url); return; }
    if (dirty && !reply) return;
    const focused = document.activeElement && document.activeElement.id;
    const typed = document.activeElement && document.activeElement.value;
    byId("fields").replaceWith(fresh.querySelector("#fields"));
    form.querySelector(".steps").replaceWith(fresh.querySelector(".steps"));
    form.dataset.shape = fresh.dataset.shape;
    const again = focused && byId(focused);
    if (again) { if (again.matches(TYPED)) again.value = typed; again.focus({ preventScroll: true }); }
  }

  async function check(control) {
    const field = control.closest("[data-path]");
    if (!field || control.type === "file" || !control.name) return;
    try {
      const reply = await fetch(`${base}/check?field=${encodeURIComponent(control.name)}`, { method: "POST", body: answers(), headers: json });
      if (reply.ok) verdict(field, control, (await reply.json()).problem);
    } catch { /* The server checks again when the step is sent. */ }
  }
  function verdict(field, control, problem) {
    const place = field.querySelector(":scope > .problem");
    field.classList.toggle("wrong", Boolean(problem));
    if (problem) control.setAttribute("aria-invalid", "true"); else control.removeAttribute("aria-invalid");
    place.replaceChildren();
    if (!problem) return;
    const text = document.createElement("p"), mend = document.createElement("span");
    text.className = "wrong-text"; text.textContent = `${problem.message} `; mend.textContent = problem.mend;
    text.append(mend); place.append(text); place.setAttribute("role", "status");
  }

  // A file goes in pieces; a broken piece is asked about and sent again from where it stopped.
  async function upload(control) {
    const file = control.files[0], field = control.closest("[data-path]"), state = field.querySelector(".upload-state");
    if (!file) return;
    const address = `${base}/files/${encodeURIComponent(control.name)}`;
    const bar = document.createElement("progress");
    bar.max = Math.max(file.size, 1); bar.setAttribute("aria-label", words.uploading); state.replaceChildren(bar);
    const fail = (told) => { state.textContent = ""; control.value = ""; verdict(field, control, { message: told.detail || words.uploadFailed, mend: told.mend || "" }); };
    try {
      let reply = await fetch(address, { method: "POST", headers: json, body: new URLSearchParams({ name: file.name, size: file.size }) });
      let told = await reply.json();
      if (!reply.ok) return fail(told);
      const id = told.upload;
      let tries = 0;
      while (!told.done) {
        bar.value = told.offset;
        try {
          reply = await fetch(`${address}?upload=${id}&offset=${told.offset}`, { method: "PUT", headers: json, body: file.slice(told.offset, told.offset + 524288) });
          const next = await reply.json();
          if (!reply.ok && reply.status < 500) return fail(next);
          if (!reply.ok) throw new Error(reply.status);
          told = next; tries = 0;
        } catch (error) {
          if ((tries += 1) > 8) throw error;
          await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** tries));
          const asked = await fetch(`${address}?upload=${id}`, { headers: json }).catch(() => null);
          if (asked && asked.ok) told = await asked.json();
        }
      }
      control.value = "";
      await save();
      await redraw();
    } catch { fail({}); }
  }

  form.addEventListener("input", (event) => { if (event.target.type !== "file") touched(); });
  form.addEventListener("change", (event) => { if (event.target.type === "file") upload(event.target); else { touched(); if (event.target.matches("select,[type=radio],[type=checkbox]")) { save(); check(event.target); } } });
  form.addEventListener("focusout", (event) => { if (event.target.matches(TYPED) && event.target.value) check(event.target); });
  form.addEventListener("submit", (event) => {
    const button = event.submitter, action = button ? button.value : "";
    if (signedOut) {
      // A sent form would meet a sign-in page and lose what was typed; it waits until it can be saved.
      event.preventDefault();
      dirty = true;
      save().then(() => { if (!signedOut) form.requestSubmit(button); });
      return;
    }
    if (!/^(add|remove|clear):/.test(action)) { leaving = true; clearTimeout(timer); dirty = false; return; }
    event.preventDefault();
    const data = new FormData(form);
    for (const input of form.querySelectorAll("[type=file]")) data.delete(input.name);
    data.set("action", action);
    clearTimeout(timer); dirty = false;
    fetch(form.getAttribute("action"), { method: "POST", body: data }).then(redraw).then(() => {
      const list = action.startsWith("add:") && document.querySelector(`[data-path="${action.slice(4)}"]`);
      const last = list && [...list.querySelectorAll("[data-record]")].pop();
      const first = last && last.querySelector("input,select,textarea");
      if (first) first.focus();
    }).catch(() => { say(words.unsaved, true); form.submit(); });
  });
  addEventListener("pagehide", () => { if (dirty) { leaving = true; running = null; save(); } });
  addEventListener("online", () => { if (dirty) save(); });
  addEventListener("focus", () => { if (dirty && signedOut) save(); });
  addEventListener("beforeunload", (event) => { if (dirty && byId("saved").classList.contains("unsaved")) event.preventDefault(); });
})();
