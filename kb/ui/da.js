// Danish for Streamlit's built-in English, copying, links without a reload, and a live region that outlasts
// every rerun.
(() => {
  "use strict";
  // Streamlit then does not look for its server under the path of the page.
  const root = `${location.origin}/`;
  window.__streamlit = { ...window.__streamlit, BACKEND_BASE_URL: root, MAIN_PAGE_BASE_URL: root };
  const words = __WORDS__;
  const builtin = new Map(Object.entries(words.builtin));
  const starts = Object.entries(words.starts);
  const patterns = Object.entries(words.patterns).map(([pattern, danish]) => [new RegExp(pattern), danish]);
  const attributes = ["aria-label", "title", "placeholder", "alt"];
  // Drawn by style/05-icons.css; any other icon needs Streamlit's font of all of them, a third of a first visit.
  const drawn = new Set(["keyboard_double_arrow_left", "keyboard_double_arrow_right", "search"]);
  // Streamlit fetches that font at once; now the browser does, where a page has an icon that needs it.
  const load = document.fonts.load.bind(document.fonts);
  document.fonts.load = (font, text) => (font.includes("Material Symbols") ? Promise.resolve([]) : load(font, text));
  const live = document.createElement("div");
  live.className = "kb-hidden";
  live.setAttribute("aria-live", "polite");
  let announced = "";

  function danishFor(english) {
    if (builtin.has(english)) return builtin.get(english);
    for (const [start, danish] of starts) if (english.startsWith(start)) return danish + english.slice(start.length);
    for (const [pattern, danish] of patterns) if (pattern.test(english)) return english.replace(pattern, danish);
    return english;
  }

  function translateElement(element) {
    // The place for files has a name, which an element with this role cannot have.
    if (element.dataset.testid === "stFileUploaderDropzone") element.removeAttribute("role");
    for (const name of attributes) {
      const english = element.getAttribute(name)?.trim();
      if (!english || element.closest(".stHtml")) continue;
      const danish = danishFor(english);
      if (danish !== english) element.setAttribute(name, danish);
    }
  }

  function translateText(node) {
    const english = node.data.trim();
    const danish = danishFor(english);
    if (danish !== english && !node.parentElement?.closest(".stHtml")) node.data = danish;
  }

  function drawIcon(element) {
    const name = element.textContent.trim();
    element.dataset.kbIcon = drawn.has(name) ? name : "font";
  }

  function translate(root) {
    if (root.nodeType === Node.TEXT_NODE) return translateText(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = root; node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) translateText(node);
      else translateElement(node);
      if (node.dataset?.testid === "stIconMaterial") drawIcon(node);
    }
  }

  function announce() {
    const line = document.querySelector(".kb-status")?.textContent ?? "";
    const heading = document.querySelector(".kb-answer h2")?.textContent ?? "";
    const text = [heading, line].filter(Boolean).join(". ");
    if (text && text !== announced) live.textContent = announced = text;
  }

  // What is said right after an act ("Gemt"), once; the answer is not read aloud again with it.
  let said = "";

  function say() {
    const text = document.querySelector("[data-kb-say]")?.textContent ?? "";
    if (text && text !== said) live.textContent = text;
    said = text;
  }

  // A page of this site is drawn in the session there is: Streamlit follows the address as it follows Back.
  let left = null;
  let named = location.hash !== "";

  function go(address) {
    const target = new URL(address, location.href);
    left = document.querySelector("[data-kb-at]")?.dataset.kbAt ?? "";
    history.pushState({}, "", target);
    dispatchEvent(new PopStateEvent("popstate"));
  }

  // After a link the focus goes to where reading begins, as it does on a page that the browser loads.
  function arrive() {
    const at = document.querySelector("[data-kb-at]");
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (left === null ? !(named && place) : !at || at.dataset.kbAt === left) return;
    forget();
    const goal = place ?? (at.hasAttribute("tabindex") ? at : document.querySelector(".kb-head h1"));
    goal.focus({ preventScroll: true });
    if (goal.tagName === "H1") document.querySelector(".stMain").scrollTo(0, 0);
    else goal.scrollIntoView({ block: place ? "center" : "start" });
  }

  function forget() {
    left = null;
    named = false;
  }

  function isPlain(event) {
    return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  }

  async function copy(button) {
    const label = button.dataset.label ?? button.textContent;
    button.dataset.label = label;
    let outcome = words.copied;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      outcome = words.failed;
    }
    button.textContent = live.textContent = outcome;
    setTimeout(() => (button.textContent = label), 2500);
  }

  function enterBox() {
    const box = document.querySelector(".st-key-question input, .st-key-tekst input");
    if (!box) return false;
    forget();
    box.focus();
    box.select();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], [role=combobox]")) return;
    if (enterBox()) event.preventDefault();
  });

  for (const act of ["keydown", "pointerdown"]) document.addEventListener(act, forget, true);

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (button) copy(button);
    const way = event.target.closest?.(".stHtml a[href^='/']:not([href^='/kb/']), .stHtml [data-go]:not(form)");
    if (way && isPlain(event)) {
      event.preventDefault();
      go(way.dataset.go ?? way.getAttribute("href"));
      if ("kbBox" in way.dataset) enterBox();
    }
    if (event.target.closest?.("[popover] a")) event.target.closest("[popover]").hidePopover();
  });

  // A form of a page changes its address: each field is a parameter.
  document.addEventListener("submit", (event) => {
    const form = event.target.closest?.(".stHtml form[data-go]");
    if (!form) return;
    event.preventDefault();
    const target = new URL(form.dataset.go, location.href);
    for (const [name, value] of new FormData(form)) {
      target.searchParams.delete(name);
      if (value.trim()) target.searchParams.set(name, value.trim());
    }
    go(target);
  });

  // The meaning of a word shows while the pointer is on it or on its meaning; a click makes it stay.
  let hovered = null;
  let closing = 0;

  document.addEventListener("pointerover", (event) => {
    const term = event.pointerType === "mouse" ? event.target.closest?.(".kb-term") : null;
    clearTimeout(closing);
    if (term) {
      const meaning = document.getElementById(term.getAttribute("popovertarget"));
      if (meaning.matches(":popover-open")) return;
      meaning.showPopover({ source: term });
      hovered = meaning;
    } else if (hovered && !hovered.contains(event.target)) {
      closing = setTimeout(() => hovered?.hidePopover(), 250);
    }
  });

  document.addEventListener("toggle", (event) => {
    if (event.target === hovered && event.newState === "closed") hovered = null;
  }, true);

  document.addEventListener("click", (event) => {
    const meaning = event.target.closest?.(".kb-term")?.getAttribute("popovertarget");
    if (!hovered || hovered.id !== meaning) return;
    event.preventDefault();
    hovered = null;
  });

  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(translate);
      else if (change.type === "characterData") translateText(change.target);
      else translateElement(change.target);
      const icon = change.type !== "attributes" && change.target.parentElement?.closest("[data-kb-icon]");
      if (icon) drawIcon(icon);
    }
    announce();
    say();
    arrive();
  }).observe(document.documentElement, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: attributes,
  });
  document.body.append(live);
  translate(document.body);
})();
