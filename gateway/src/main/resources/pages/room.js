// Follows the line: asks when the server says so, shows the answer in place, and goes in when it is time.
// Java renders the same page for the first view and for browsers without script; View and Texts mirror what is here.
(() => {
  const $ = id => document.getElementById(id);
  const room = $('room'), texts = JSON.parse(room.dataset.texts), lang = document.documentElement.lang;
  const shop = document.title.slice(document.title.lastIndexOf(' · '));
  const updated = $('note').textContent;
  let status = JSON.parse(room.dataset.status);
  let timer, asking, failures = 0, askedAt = Date.now(), announcedAt = 0, announced = status.ahead;

  const number = n => n == null ? '–' : n.toLocaleString(lang);
  const fill = (text, ...values) => text.replace(/\{(\d)\}/g, (_, i) => values[i]);
  const put = (id, text) => { if ($(id).textContent !== text) $(id).textContent = text; };

  const planned = window.foyerSale && foyerSale($, put, fill, lang, texts);
  // By the server's clock: a device may be minutes off.
  const now = () => Date.parse(status.updatedAt) + Date.now() - askedAt;

  const viewOf = s =>
    planned && s.sale && planned.viewOf(s, now())
    || (s.state === 'called' || s.state === 'admitted' ? 'entering'
    : s.state !== 'waiting' && s.state !== 'paused' ? s.state
    : s.number == null ? texts[s.reason] ? s.reason : 'arriving'
    : s.state === 'paused' ? (s.reason === 'store' ? 'away' : 'paused')
    : s.number <= s.servingPosition && s.ahead === 0 ? 'next' : 'waiting');

  const waitOf = w => {
    if (!w) return texts.waitUnknown;
    if (w.highSeconds < 60) return texts.waitSoon;
    const hours = w.highSeconds > 10800, step = !hours && w.highSeconds > 1800 ? 5 : 1;
    const unit = (hours ? 3600 : 60) * step;
    const low = Math.floor(w.lowSeconds / unit) * step, high = Math.ceil(w.highSeconds / unit) * step;
    const [upTo, about, range] = texts.waits[hours ? 1 : 0];
    return !low ? fill(upTo, number(high)) : low === high ? fill(about, number(low)) : fill(range, number(low), number(high));
  };

  // How far the buyer has come since the first look at this place; kept for the tab, and done without where storage is off.
  const progress = () => {
    if (status.ahead == null || status.number == null) return 0;
    const key = 'foyer:' + status.shop + ':' + status.room + ':' + status.number;
    let first = status.ahead;
    try {
      first = Math.max(first, +sessionStorage.getItem(key) || 0);
      sessionStorage.setItem(key, first);
    } catch (e) {}
    return first ? 1 - status.ahead / first : 1;
  };

  // Screen readers hear a change of state at once, and the place at most once a minute.
  const announce = changed => {
    const moved = status.ahead != null && status.ahead !== announced && Date.now() - announcedAt > 60000;
    if (!changed && !moved) return;
    announced = status.ahead;
    announcedAt = Date.now();
    put('live', changed ? texts[viewOf(status)].join(' ') : fill(texts.announce, number(status.ahead), $('wait').textContent));
  };

  const show = () => {
    const view = viewOf(status), ahead = number(status.ahead), changed = room.dataset.view !== view;
    // A plan that came while the page was open: the server's page has the words for it.
    if (!texts[view]) return enter();
    const [heading, lead] = texts[view];
    room.dataset.view = view;
    document.title = (view === 'waiting' && status.ahead != null ? fill(texts.titleAhead, ahead) : heading) + shop;
    put('heading', heading);
    put('lead', lead);
    put('ahead', ahead);
    $('ahead').dataset.long = ahead.length > 6;
    put('number', number(status.number));
    put('serving', number(status.servingPosition));
    put('wait', view === 'entering' ? texts.waitSoon : waitOf(status.state === 'paused' ? null : status.wait));
    if (planned && status.sale) planned.show(status, now(), view, number);
    put('message', status.message || '');
    $('message').hidden = !status.message;
    $('progress').value = progress();
    const at = new Date(status.updatedAt);
    $('updated').dateTime = status.updatedAt;
    put('updated', at.toLocaleTimeString(lang));
    put('note', (failures ? texts.offline + ' ' : '') + updated);
    room.dataset.offline = failures > 0;
    announce(changed);
  };

  // Everybody was told the same seconds: a little later each, so that they do not all come at once. Never earlier.
  const again = () => {
    clearTimeout(timer);
    const slower = failures ? 2 ** Math.min(failures, 6) : document.hidden ? 2 : 1;
    const seconds = Math.max(status.nextPollSeconds, Math.min(status.nextPollSeconds * slower, 60));
    timer = setTimeout(ask, seconds * 1000 * (1 + Math.random() * 0.2));
  };

  const ask = async () => {
    if (asking) return;
    asking = true;
    askedAt = Date.now();
    const deadline = new AbortController(), limit = setTimeout(() => deadline.abort(), 10000);
    try {
      const answer = await fetch(room.dataset.prefix + 'status?room=' + encodeURIComponent(status.room), {
        cache: 'no-store', headers: {Accept: 'application/json'}, signal: deadline.signal});
      // No waiting room any more: the shop itself answers here.
      if (answer.status === 404) enter();
      if (!answer.ok) throw answer.status;
      const told = await answer.json();
      if (!told.state) throw told;
      // The lobby has opened: the page's own URL takes a place.
      if (room.dataset.view === 'soon' && told.state === 'none') enter();
      status = told;
      failures = 0;
    } catch (e) {
      failures++;
      if (failures === 2) put('live', texts.offline);
    }
    clearTimeout(limit);
    asking = false;
    show();
    if (!failures && viewOf(status) === 'entering') enter();
    again();
  };

  // Asks for the page's own URL again, by GET: a page that answered a form must not send the form twice.
  const enter = () => location.replace(location.href.split('#')[0]);

  const catchUp = () => {
    if (document.hidden || room.dataset.view === 'none') return;
    if (Date.now() - askedAt > status.nextPollSeconds * 1000) ask();
  };

  show();
  if (planned) setInterval(show, 1000);
  if (room.dataset.view !== 'none') {
    again();
    document.addEventListener('visibilitychange', catchUp);
    addEventListener('online', catchUp);
    addEventListener('pageshow', catchUp);
  }
})();
