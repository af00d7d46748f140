// The desk by keyboard. Every page is complete without it; the keys are listed under «Клавиши».
"use strict";
(() => {
  const OFF = "okno-keys-off";
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const help = document.getElementById("keys");
  const isOff = () => { try { return localStorage.getItem(OFF) === "1"; } catch { return false; } };
  const typing = (at) => at.isContentEditable || /^(TEXTAREA|SELECT)$/.test(at.tagName)
    || (at.tagName === "INPUT" && !/^(checkbox|radio|button|submit)$/.test(at.type));
  const off = document.querySelector("[data-keys-off]");
  if (off) {
    const box = off.querySelector("input");
    off.hidden = false;
    box.checked = isOff();
    box.addEventListener("change", () => { try { localStorage.setItem(OFF, box.checked ? "1" : "0"); } catch { /* kept for this page only */ } });
  }
  const move = (by) => {
    const all = rows();
    if (!all.length) return false;
    const row = document.activeElement.closest("tr, li");
    const at = all.findIndex((link) => link === document.activeElement || (row && row.contains(link)));
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
    all[next].focus();
    all[next].scrollIntoView({ block: "nearest" });
    return true;
  };
  const press = (key) => {
    const found = [...document.querySelectorAll(`[data-key="${key}"]`)].find((one) => one.offsetParent !== null);
    if (found) found.click();
    return Boolean(found);
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isOff() || typing(event.target)) return;
    let done = false;
    if (event.key === "j" || event.key === "ArrowDown") done = event.key === "j" || rows().includes(document.activeElement) ? move(1) : false;
    else if (event.key === "k" || event.key === "ArrowUp") done = event.key === "k" || rows().includes(document.activeElement) ? move(-1) : false;
    else if (event.key === "x") {
      const row = document.activeElement.closest("tr");
      const box = row && row.querySelector("input[type=checkbox]");
      if (box) { box.checked = !box.checked; done = true; }
    } else if (event.key === "/") {
      const search = document.querySelector("[data-search]");
      if (search) { search.focus(); search.select(); done = true; }
    } else if (event.key === "?") {
      if (help) { help.open = !help.open; help.querySelector("summary").focus(); done = true; }
    } else if (/^[a-z]$/.test(event.key)) done = press(event.key);
    if (done) event.preventDefault();
  });
})();
