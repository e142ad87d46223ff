// A presentation of slides the server made. Everything it shows comes in `data` once; afterwards it asks for nothing.
// What is written down waits in a queue (memory and the storage of this tab) until the server tells its token is stored.

const RESEND_MS = 12000, LOOK_MS = 1500, SWIPE_PX = 60;
const FITS = [1, 0.93, 0.86, 0.8, 0.74, 0.7];
const MOVES = {
  ArrowRight: 1, PageDown: 1, ' ': 1, ArrowLeft: -1, PageUp: -1, ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity,
};
const LETTERS = { t: 'table', m: 'map', s: 'opinion', u: 'task', f: 'full', '?': 'help', h: 'help', Escape: 'close' };
const FIELDS = { opinion: ['item', 'body', 'opinion', 'note', 'day'], task: ['item', 'text', 'responsible', 'due', 'day'] };

function newToken() {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function connected() {
  const app = document.querySelector('[data-testid="stApp"]');
  return navigator.onLine && (!app || !app.dataset.testConnectionState || app.dataset.testConnectionState === 'CONNECTED');
}

function options(select, pairs, chosen) {
  select.replaceChildren(...pairs.map(([value, text]) => new Option(text, value, false, value === chosen)));
}

class Presentation {
  constructor(root) {
    this.root = root;
    this.find = (selector) => root.querySelector(selector);
    this.dialog = this.find('dialog');
    this.stage = this.find('.stage');
    this.screen = this.find('.screen');
    this.form = this.find('form');
    this.field = (name) => this.form.querySelector(`[name="${name}"]`);
    this.open = false;
    this.at = 0;
    this.table = false;
    this.back = null;
    this.lastItem = null;
    this.queue = [];
    this.asked = {};
    this.drafts = {};
    this.seen = 0;
    this.key = (event) => this.onKey(event);
    this.silence = (event) => event.stopPropagation();
    this.bind();
  }

  bind() {
    this.find('.open').onclick = () => this.begin(true);
    this.root.querySelectorAll('[data-do]').forEach((button) => {
      button.onclick = () => this.act(button.dataset.do);
    });
    this.dialog.oncancel = (event) => { event.preventDefault(); this.act('close'); };
    this.dialog.onclose = () => this.closed();
    this.form.onsubmit = (event) => { event.preventDefault(); this.send(); };
    this.form.oninput = () => this.keepDraft();
    this.field('item').onchange = () => this.bodies();
    let from = null;
    this.screen.addEventListener('touchstart', (event) => {
      const one = event.touches.length === 1 && event.touches[0];
      from = one && !this.slidesSideways(event.target) ? [one.clientX, one.clientY] : null;
    }, { passive: true });
    this.screen.addEventListener('touchend', (event) => {
      if (!from) return;
      const dx = event.changedTouches[0].clientX - from[0], dy = event.changedTouches[0].clientY - from[1];
      if (Math.abs(dx) > SWIPE_PX && Math.abs(dx) > 2 * Math.abs(dy)) this.move(dx < 0 ? 1 : -1);
    }, { passive: true });
    new ResizeObserver(() => { if (this.open) this.fit(); }).observe(this.screen);
    document.addEventListener('fullscreenchange', () => {
      const full = this.root.fullscreenElement === this.stage;
      if (this.full && !full && !this.leaving && this.open) this.end();
      this.full = full;
      this.leaving = false;
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      [0, 100, 500].forEach((wait) => setTimeout(() => this.colour(), wait));
    });
  }

  // What came from the server: texts, slides, whom may be written for, what became of what was sent.
  update(data, tell) {
    const first = !this.data;
    const restart = first || this.data.store !== data.store;
    this.data = data;
    this.tell = tell;
    this.seen = Math.max(this.seen, data.release);
    this.root.querySelectorAll('[data-text]').forEach((each) => { each.textContent = data.texts[each.dataset.text]; });
    this.root.querySelectorAll('[data-label]').forEach((each) => { each.ariaLabel = data.texts[each.dataset.label]; });
    this.screen.ariaRoleDescription = data.texts.slide;
    this.dialog.lang = data.lang;
    this.find('.help dl').replaceChildren(...data.keys.flatMap(([keys, does]) => {
      const term = document.createElement('dt'), told = document.createElement('dd');
      term.textContent = keys;
      told.textContent = does;
      return [term, told];
    }));
    this.root.querySelectorAll('.writes').forEach((each) => { each.hidden = !data.capture; });
    if (restart) this.restore();
    if (data.slides) this.take(data);
    else if (!this.open && this.stamp !== data.stamp) this.slides = null;
    this.settle();
    const called = data.wanted && !this.wanted && !this.byHand;
    this.wanted = data.wanted;
    if (data.wanted) this.byHand = false;
    if (called) this.begin(false);
    clearInterval(this.timer);
    this.timer = setInterval(() => this.look(), LOOK_MS);
  }

  take(data) {
    const shown = this.slides && this.open ? this.slides[this.at].key : data.slide;
    const again = this.stamp !== data.stamp;
    this.slides = data.slides;
    this.stamp = data.stamp;
    this.at = Math.max(0, this.slides.findIndex((slide) => slide.key === shown));
    if (!this.sheet) {
      this.sheet = document.createElement('style');
      this.stage.before(this.sheet);
    }
    if (again) this.sheet.textContent = data.style;
    if (this.open && again) this.draw(this.waiting ? 'open' : 'again');
  }

  begin(byHand) {
    if (this.open) return;
    this.open = true;
    this.find('.after').textContent = '';
    this.dialog.showModal();
    for (const type of ['keydown', 'keyup', 'keypress']) {
      window.addEventListener(type, type === 'keydown' ? this.key : this.silence, true);
    }
    if (byHand) this.fullScreen();
    this.byHand = byHand;
    if (byHand) this.tell('opened', true);
    if (this.slides) this.at = Math.max(0, this.slides.findIndex((slide) => slide.key === this.data.slide));
    this.colour();
    this.draw('open');
    this.screen.focus({ preventScroll: true });
    this.settle();
  }

  fullScreen() {
    if (this.root.fullscreenElement) {
      this.leaving = true;
      document.exitFullscreen();
    } else if (this.stage.requestFullscreen) {
      this.stage.requestFullscreen({ navigationUI: 'hide' }).catch(() => {}); // refused: it fills the window instead
    }
  }

  end() {
    if (this.root.fullscreenElement) { this.leaving = true; document.exitFullscreen(); }
    this.dialog.close();
  }

  closed() {
    if (!this.open) return;
    this.open = false;
    for (const type of ['keydown', 'keyup', 'keypress']) {
      window.removeEventListener(type, type === 'keydown' ? this.key : this.silence, true);
    }
    this.hidePanels();
    this.address(false);
    if (connected()) this.tell('closed', { slide: this.slides ? this.slides[this.at].key : '' });
    this.toButton(20);
    this.settle();
  }

  // While full screen ends the button cannot be focused yet; somebody who has gone elsewhere is left there.
  toButton(times) {
    if (this.open || !times) return;
    if (document.activeElement === document.body || this.root.activeElement) this.find('.open').focus();
    setTimeout(() => this.toButton(times - 1), 50);
  }

  // The address names the slide, so that a reload or a copied link returns to it; the server is not asked.
  address(presenting) {
    const url = new URL(location.href), keys = url.searchParams;
    if (presenting) keys.set('rezim', 'prezentace'); else keys.delete('rezim');
    if (this.slides) keys.set('snimek', this.slides[this.at].key);
    history.replaceState(history.state, '', url);
  }

  colour() {
    const written = getComputedStyle(this.dialog).getPropertyValue('--st-background-color').trim();
    const probe = this.find('.line');
    probe.style.outlineColor = written;
    const [red, green, blue] = getComputedStyle(probe).outlineColor.match(/[\d.]+/g).map(Number);
    const dark = 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128;
    this.stage.classList.toggle('slide-dark', dark);
    this.stage.classList.toggle('slide-light', !dark);
  }

  draw(why) {
    this.waiting = !this.slides;
    if (this.waiting) {
      this.screen.replaceChildren(Object.assign(document.createElement('p'),
        { className: 'wait', textContent: this.data.texts.preparing }));
      this.screen.ariaLabel = this.data.texts.preparing;
      return;
    }
    const slide = this.slides[this.at], place = this.data.texts.place
      .replace('{place}', this.at + 1).replace('{count}', this.slides.length);
    const inside = this.screen.contains(this.root.activeElement);
    this.table = this.table && why !== 'move' && Boolean(slide.table);
    this.screen.innerHTML = this.table ? slide.table : slide.html; // made and escaped by the server
    this.screen.ariaLabel = `${place}: ${slide.title}`;
    this.find('.place').textContent = `${this.at + 1} / ${this.slides.length}`;
    this.find('.run').style.width = `${(100 * (this.at + 1)) / this.slides.length}%`;
    this.find('[data-do=table]').disabled = !slide.table;
    this.find('[data-do=table]').ariaPressed = String(this.table);
    this.find('[data-do=map]').disabled = !this.slides.some((each) => each.map);
    this.find('[data-do=previous]').disabled = this.at === 0;
    this.find('[data-do=next]').disabled = this.at === this.slides.length - 1;
    if (why === 'move' || why === 'table') {
      this.find('.live').textContent = this.table ? `${place}: ${this.data.texts.table_of} ${slide.title}`
        : `${place}: ${slide.title}`;
      this.find('.told').textContent = '';
    }
    if (inside || why !== 'again') this.screen.focus({ preventScroll: true });
    this.address(true);
    this.fit();
  }

  fit() {
    const section = this.screen.querySelector('.slide'), body = section && section.querySelector('.slide-body');
    if (!body) return;
    for (const size of FITS) {
      section.style.setProperty('--fit', size);
      section.style.setProperty('--fit-title', Math.max(size, 0.8));
      if (body.scrollHeight <= body.clientHeight + 1 && body.scrollWidth <= body.clientWidth + 1) return;
    }
    if (matchMedia('(max-aspect-ratio: 1/1)').matches) { // upright it scrolls anyway: letters keep their size
      section.style.removeProperty('--fit');
      section.style.removeProperty('--fit-title');
    }
  }

  say(text) {
    this.find('.told').textContent = text;
  }

  slidesSideways(target) {
    for (let each = target; each && each !== this.screen; each = each.parentElement) {
      if (each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== 'hidden'
        && getComputedStyle(each).overflowX !== 'visible') return true;
    }
    return false;
  }

  onKey(event) {
    if (!this.root.isConnected && !this.dialog.isConnected) return this.closed();
    event.stopPropagation(); // keys of the page below (r, c) are not ours
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.composedPath()[0], key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const writing = this.form.contains(target), button = target instanceof HTMLButtonElement;
    if (writing && key !== 'Escape') return;
    if (button && (key === ' ' || key === 'Enter')) return;
    if (key in MOVES) {
      event.preventDefault();
      const step = key === ' ' && event.shiftKey ? -1 : MOVES[key];
      if (!key.startsWith('Arrow') || !this.scrolled(key)) this.move(step);
    } else if (key in LETTERS) {
      event.preventDefault();
      this.act(LETTERS[key]);
    }
  }

  scrolled(key) {
    const body = this.screen.querySelector('.slide-body');
    if (!body || (key !== 'ArrowDown' && key !== 'ArrowUp')) return false;
    const before = body.scrollTop;
    body.scrollBy({ top: (key === 'ArrowDown' ? 0.7 : -0.7) * body.clientHeight, behavior: 'instant' });
    return body.scrollTop !== before;
  }

  move(step) {
    if (!this.slides) return;
    const to = Math.min(this.slides.length - 1, Math.max(0, this.at + step));
    this.hidePanels();
    this.back = null;
    if (to === this.at) return this.say(this.data.texts[step > 0 ? 'last' : 'first']);
    this.at = to;
    this.draw('move');
  }

  act(what) {
    const { texts } = this.data;
    if (what === 'close') return this.panelOpen() ? this.hidePanels() : this.end();
    if (what === 'full') return this.fullScreen();
    if (what === 'help') return this.help();
    if (what === 'leave') return this.hidePanels();
    if (!this.slides) return undefined;
    if (what === 'previous' || what === 'next') return this.move(what === 'next' ? 1 : -1);
    if (what === 'table') return this.toggleTable();
    if (what === 'map') return this.toMap();
    if (!this.data.capture) return this.say(texts.not_offered);
    if (what === 'refused') return this.reopen();
    return this.write(what);
  }

  toggleTable() {
    if (!this.slides[this.at].table) return this.say(this.data.texts.no_table);
    this.table = !this.table;
    return this.draw('table');
  }

  toMap() {
    if (this.back !== null) {
      [this.at, this.back] = [this.back, null];
      return this.draw('move');
    }
    if (this.slides[this.at].map) return this.say(this.data.texts.map_here);
    const maps = this.slides.flatMap((slide, place) => (slide.map ? [place] : []));
    if (!maps.length) return this.say(this.data.texts.no_map);
    this.back = this.at;
    this.at = maps.reduce((best, each) => (Math.abs(each - this.back) < Math.abs(best - this.back) ? each : best));
    return this.draw('move');
  }

  panelOpen() { return !this.form.hidden || !this.find('.help').hidden; }

  hidePanels() {
    const was = this.panelOpen();
    this.form.hidden = true;
    this.find('.help').hidden = true;
    this.find('[data-do=help]').ariaExpanded = 'false';
    if (was && this.open) this.screen.focus({ preventScroll: true });
  }

  help() {
    const shown = this.find('.help').hidden;
    this.hidePanels();
    this.find('.help').hidden = !shown;
    this.find('[data-do=help]').ariaExpanded = String(shown);
    if (shown) this.find('.help').focus();
  }

  // Writing down: a form over the slide, a queue behind it.
  write(kind, values, fault) {
    const { capture, texts } = this.data, slide = this.slides[this.at];
    const given = values || this.drafts[kind] || {};
    const item = [given.item, slide.item, this.lastItem].find((id) => capture.items.some((each) => each.id === id));
    this.hidePanels();
    this.kind = kind;
    this.fault = values || null;
    this.form.querySelector('h3').textContent = texts[`write_${kind}`];
    this.form.querySelector('.fault').textContent = fault || '';
    this.form.querySelectorAll('.of-opinion').forEach((each) => { each.hidden = kind !== 'opinion'; });
    this.form.querySelectorAll('.of-task').forEach((each) => { each.hidden = kind !== 'task'; });
    const offered = capture.items.filter((each) => (kind === 'task' ? each.task : each.bodies.length));
    if (!offered.length) return this.say(texts.not_offered);
    options(this.field('item'), offered.map((each) => [each.id, each.title]), item);
    this.bodies(given.body);
    this.choices(given.opinion);
    for (const name of ['note', 'text', 'responsible', 'due']) this.field(name).value = given[name] || '';
    for (const [name, most] of Object.entries(capture.most)) this.field(name).maxLength = most;
    this.field('day').value = given.day || capture.day;
    this.field('day').max = capture.today;
    for (const name of ['day', 'due']) this.field(name).min = capture.first;
    this.form.hidden = false;
    this.field(fault ? 'item' : { opinion: 'body', task: 'text' }[kind]).focus();
    return undefined;
  }

  bodies(chosen) {
    const { capture } = this.data, item = capture.items.find((each) => each.id === this.field('item').value);
    const select = this.field('body');
    options(select, item ? item.bodies.map((code) => [code, capture.bodies[code]]) : [], chosen || select.value);
  }

  choices(chosen) {
    this.form.querySelector('.choices').replaceChildren(...this.data.capture.opinions.map(([code, text]) => {
      const label = document.createElement('label'), radio = document.createElement('input');
      Object.assign(radio, { type: 'radio', name: 'opinion', value: code, checked: code === chosen });
      label.append(radio, ` ${text}`);
      return label;
    }));
  }

  typed() {
    const read = {};
    for (const name of FIELDS[this.kind]) {
      const checked = name === 'opinion' && this.form.querySelector('[name=opinion]:checked');
      read[name] = name === 'opinion' ? (checked ? checked.value : '') : this.field(name).value.trim();
    }
    return read;
  }

  keepDraft() {
    if (this.fault) Object.assign(this.fault, this.typed());
    else this.drafts[this.kind] = this.typed();
    this.store();
  }

  send() {
    const read = this.typed(), { texts, today } = { ...this.data, ...this.data.capture };
    const missing = this.kind === 'opinion'
      ? !read.body || !read.opinion || !read.day || (read.opinion !== this.data.capture.silent && !read.note)
      : !read.text || !read.responsible || !read.day;
    const late = read.day > today;
    if (missing || late) {
      const where = this.form.querySelector('.fault');
      where.textContent = late ? texts.day_to_come
        : this.kind !== 'opinion' ? texts.missing
          : !read.opinion ? texts.opinion_missing
            : !read.body || !read.day ? texts.missing : texts.note_missing;
      where.scrollIntoView({ block: 'nearest' });
      return;
    }
    if (this.fault) this.queue = this.queue.filter((each) => each !== this.fault);
    else delete this.drafts[this.kind];
    this.queue.push({ kind: this.kind, ...read, token: newToken(), seen: this.seen });
    this.lastItem = read.item;
    this.hidePanels();
    this.store();
    this.look();
    this.settle();
  }

  // Sends what waits: at once, when the connection is back, and again when no answer came.
  look() {
    if (!this.dialog.isConnected) { clearInterval(this.timer); return; }
    const online = connected(), now = performance.now();
    if (!online) this.queue.forEach((each) => { this.asked = { ...this.asked, [each.token]: 0 }; });
    const due = this.queue.filter((each) => !each.fault && online
      && (!this.asked[each.token] || now - this.asked[each.token] > RESEND_MS));
    if (due.length) {
      this.asked = { ...this.asked, ...Object.fromEntries(due.map((each) => [each.token, now])) };
      this.tell('captured', due.map(({ fault, ...entry }) => entry));
    }
    if (this.online !== online) { this.online = online; this.settle(); }
  }

  settle() {
    const { results, texts } = this.data, stored = [];
    for (const entry of [...this.queue]) {
      const result = results[entry.token];
      if (!result || entry.fault) continue;
      this.seen = Math.max(this.seen, result.release);
      if (result.stored) {
        this.queue = this.queue.filter((each) => each !== entry);
        stored.push(result.told);
      } else {
        entry.fault = result.told;
        entry.seen = this.seen;
      }
      this.store();
    }
    const waiting = this.queue.filter((each) => !each.fault).length, refused = this.queue.find((each) => each.fault);
    this.find('.refused').hidden = !refused;
    const told = [...stored, ...(waiting ? [texts.waiting[Math.min(waiting, texts.waiting.length) - 1]] : [])].join(' ');
    if (told || this.wasWaiting) this.say(told);
    this.wasWaiting = waiting > 0;
    if (!this.open) this.find('.after').textContent = [told, refused ? texts.refused : ''].join(' ').trim();
    else if (refused && !this.panelOpen() && this.slides && this.data.capture) this.reopen();
  }

  reopen() {
    const entry = this.queue.find((each) => each.fault);
    if (entry) this.write(entry.kind, entry, entry.fault);
  }

  store() {
    try {
      sessionStorage.setItem(this.data.store, JSON.stringify({ queue: this.queue, drafts: this.drafts }));
    } catch (error) { this.kept = false; } // storage is off or full: memory still holds it
  }

  restore() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.data.store) || '{}');
      this.queue = Array.isArray(kept.queue) ? kept.queue : [];
      this.drafts = kept.drafts || {};
    } catch (error) { this.queue = []; }
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const box = parentElement.querySelector('.present');
  if (!box.presentation) box.presentation = new Presentation(parentElement);
  box.presentation.update(data, setTriggerValue);
}
