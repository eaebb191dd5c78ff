// What the pages under 数据 can do beyond forms: bars of progress, files that are dropped, mappings that are previewed at once.
"use strict";
(() => {
  // What goes on in the background is asked for every second until it has ended; the part of the page is then replaced.
  const poll = place => {
    if (!place) return;
    setTimeout(async () => {
      if (!place.isConnected) return;
      let answer = null;
      try { answer = await fetch(place.dataset.poll, { headers: { "X-Fragment": "1" } }); } catch { /* the server is away for a moment */ }
      if (!answer || answer.status >= 500) { poll(place); return; }
      if (!answer.ok) { location.reload(); return; }
      const held = document.createElement("template");
      held.innerHTML = await answer.text();
      const next = held.content.firstElementChild;
      const opened = place.querySelector("details[open]") !== null;
      if (!next) { poll(place); return; }
      if (opened && next.querySelector("details")) next.querySelector("details").open = true;
      place.replaceWith(next);
      if (next.dataset.poll) poll(next);
    }, 1000);
  };

  // An upload with a bar. Without this script the form is sent as it is.
  const upload = form => {
    const input = form.querySelector("input[type=file]");
    const zone = form.querySelector(".filedrop");
    const bar = form.querySelector(".uploading");
    const said = form.querySelector(".error");
    const limit = Number(form.dataset.upload);
    const say = text => { said.textContent = text; said.hidden = !text; };
    const send = () => {
      const files = [...input.files];
      if (!files.length) { say("没有选择文件。"); return; }
      const size = files.reduce((sum, f) => sum + f.size, 0);
      if (limit && size > limit) { say("文件合计超过 " + Math.floor(limit / 1048576).toLocaleString("en-US") + " MB，没有上传。可以分成几次，或用命令行 huisheng import 导入。"); return; }
      say("");
      const request = new XMLHttpRequest();
      const buttons = form.querySelectorAll("button");
      const line = bar.querySelector(".what");
      const progress = bar.querySelector("progress");
      const name = files.length === 1 ? files[0].name : files.length + " 个文件";
      const done = text => { bar.hidden = true; buttons.forEach(b => { b.disabled = false; }); say(text); };
      bar.hidden = false;
      buttons.forEach(b => { b.disabled = true; });
      line.textContent = "正在上传 " + name;
      request.upload.addEventListener("progress", e => {
        if (!e.lengthComputable) return;
        progress.value = e.loaded * 100 / e.total;
        line.textContent = e.loaded < e.total ? "正在上传 " + name + " · " + Math.floor(e.loaded * 100 / e.total) + "%" : "已传完，正在打开 " + name;
      });
      request.addEventListener("load", () => {
        if (request.status < 400) { location.assign(request.responseURL); return; }
        const page = new DOMParser().parseFromString(request.responseText, "text/html");
        const told = page.querySelector(".error:not([hidden]), .empty p");
        done(told ? told.textContent : "上传没有完成，请再试一次。");
      });
      request.addEventListener("error", () => done("上传中断了，文件没有保存。请检查网络后再试一次。"));
      request.open("POST", form.action);
      request.send(new FormData(form));
    };
    form.addEventListener("submit", event => { event.preventDefault(); send(); });
    input.addEventListener("change", () => { if (input.files.length) send(); });
    ["dragenter", "dragover"].forEach(kind => document.addEventListener(kind, event => { event.preventDefault(); zone.classList.add("over"); }));
    document.addEventListener("dragleave", event => { if (!event.relatedTarget) zone.classList.remove("over"); });
    document.addEventListener("drop", event => {
      event.preventDefault();
      zone.classList.remove("over");
      if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; send(); }
    });
  };

  // A draft that was corrected is previewed anew at once, where the reader is.
  const live = form => form.addEventListener("change", async event => {
    if (!event.target.matches("[data-live]")) return;
    const name = event.target.name;
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = page.querySelector("main");
    if (!main || !page.querySelector("form.draft")) { location.assign(answer.url); return; }
    document.querySelector("main").replaceWith(main);
    begin(main);
    const again = main.querySelector("[name=\"" + CSS.escape(name) + "\"]");
    if (again) again.focus({ preventScroll: true });
  });

  const begin = part => {
    part.querySelectorAll("[data-poll]").forEach(poll);
    part.querySelectorAll("form[data-upload]").forEach(upload);
    part.querySelectorAll("form.draft").forEach(live);
    part.querySelectorAll("[data-reload]").forEach(p => setTimeout(() => location.reload(), Number(p.dataset.reload)));
  };

  document.addEventListener("DOMContentLoaded", () => begin(document));
})();
