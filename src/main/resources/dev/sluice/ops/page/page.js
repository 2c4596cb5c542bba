'use strict';
// Everything from a topic goes in as text, never as markup.
(() => {
  const $ = id => document.getElementById(id);
  const number = n => typeof n === 'number' ? n.toLocaleString('en') : n;
  const headers = () => { const t = sessionStorage.getItem('token'); return t ? {Authorization: 'Bearer ' + t} : {}; };

  function cell(kind, text, bad) {
    const made = document.createElement(kind);
    made.textContent = text == null ? '' : number(text);
    if (bad) made.className = 'bad';
    return made;
  }

  function table(id, rows, heads) {
    const made = [];
    if (heads) { const tr = document.createElement('tr'); heads.forEach(h => { const th = cell('th', h); th.scope = 'col'; tr.append(th); }); made.push(tr); }
    rows.forEach(row => { const tr = document.createElement('tr'); row.forEach(c => tr.append(c instanceof Node ? c : cell('td', c))); made.push(tr); });
    $(id).replaceChildren(...made);
  }

  async function get(path) {
    const answer = await fetch(path, {headers: headers()});
    if (answer.status === 401) { $('ask').hidden = false; throw new Error('token'); }
    if (!answer.ok) throw new Error(path + ' ' + answer.status);
    return answer.json();
  }

  function verdict(kind, cause) {
    $('verdict').dataset.kind = kind;
    $('kind').textContent = kind;
    $('cause').textContent = cause;
    document.title = kind + ' – Sluice';
  }

  // A cell with a bar of a share behind its number.
  function bar(value, share) {
    const made = cell('td', value);
    made.className = 'bar';
    made.style.backgroundSize = 100 * share + '% 100%';
    return made;
  }

  const detail = o => Object.entries(o).map(([k, v]) => k + ' ' + number(v)).join(', ');

  function state(s) {
    verdict(s.verdict.kind, s.verdict.cause);
    $('pipeline').textContent = s.pipeline;
    $('versions').textContent = 'snapshot ' + (s.snapshot || 'none') + ', policy ' + (s.policy ? 'v' + s.policy : 'none') + ', ' + (s.models.join(', ') || 'no model warm');
    const a = s.account, sum = o => Object.values(o).reduce((x, y) => x + y, 0);
    table('law', [
      ['samples', a.samples, ''], ['logits', a.logits, ''], ['decided clean', a.clean, ''], ['decided quarantine', a.quarantine, ''],
      ['pending', a.pending, ''], ['parked', cell('td', a.parked, a.parked > 0), ''], ['leftovers', sum(a.leftovers), detail(a.leftovers)],
      ['dead letters', sum(a.deadLetters), detail(a.deadLetters)], ['out of balance', cell('td', a.outOfBalance, a.outOfBalance !== 0), a.outOfBalance ? 'run sluice verify' : 'must be 0']]);
    const open = s.breakers.map(b => { const li = document.createElement('li'); li.className = 'bad';
      li.textContent = (b.class === 'all' ? 'over all samples' : 'class ' + b.class) + ': ' + b.suspected + ' of ' + b.judged + ' suspected, limit ' + 100 * b.limit + ' %'; return li; });
    if (!open.length) { const li = document.createElement('li'); li.textContent = 'all closed'; open.push(li); }
    $('breakers').replaceChildren(...open);
    const lost = sum(a.leftovers);
    $('pairing').textContent = a.logitsUsed + lost ? (100 * a.logitsUsed / (a.logitsUsed + lost)).toFixed(1) + ' % of the logits that ended were used. Partitions of this instance:' : 'Nothing has paired yet.';
    table('lag', Object.entries(s.instance.partitions).map(([p, v]) => [p, v.lagRecords, Math.round(v.lagSeconds), v.oldestSeconds == null ? '' : Math.round(v.oldestSeconds), v.ahead]),
      ['part.', 'unread', 'lag s', 'oldest s', 'ahead of learning']);
    const w = a.weights, most = Math.max(1, ...w.rows);
    table('weights', w.rows.map((n, i) => [i < w.bounds.length ? '≤ ' + w.bounds[i] : 'more', bar(n, n / most)]).filter((r, i) => w.rows[i] > 0)
      .concat([['effective sample size', Math.round(w.effectiveSampleSize)]]), ['weight', 'rows']);
    table('parts', s.instance.parts.map(p => [p.name, cell('td', p.ok ? 'ok' : 'NOT OK', !p.ok), p.detail]));
  }

  function joint(answer) {
    const model = answer.models[0];
    if (!model) return;
    const heat = model.rows.map((row, i) => {
      const sum = row.reduce((x, y) => x + y, 0);
      const head = cell('th', answer.classes[i]); head.scope = 'row';
      return [head].concat(row.map(n => { const td = cell('td', n || ''); td.style.background = 'rgba(' + getComputedStyle(document.documentElement).getPropertyValue('--heat') + ',' + (sum ? .75 * n / sum : 0) + ')'; return td; }));
    });
    table('joint', heat, ['given'].concat(answer.classes));
  }

  function reasons(rows) {
    table('reasons', rows.map(r => [r.class, r.clean, bar(r.quarantine, r.quarantine / Math.max(1, r.clean + r.quarantine)), detail(r.quarantineReasons), detail(r.cleanReasons)]),
      ['class', 'clean', 'quarantine', 'why quarantined', 'clean although']);
  }

  // Each for itself: what is not there yet must not keep the others away. The next round asks again.
  async function slow() {
    for (const [path, show] of [['api/history', Charts.history], ['api/quarantine', reasons], ['api/joint', joint]]) {
      try { show(await get(path)); } catch (notYet) { /* see above */ }
    }
  }

  // Server-sent events by fetch, as EventSource can carry no token.
  async function listen() {
    for (;;) {
      let ended = false;
      try {
        const answer = await fetch('api/events', {headers: headers()});
        if (answer.status === 401) { $('ask').hidden = false; verdict('us', 'a token is needed'); return; }
        if (!answer.ok) throw new Error('' + answer.status);
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
        let text = '';
        for (;;) {
          const part = await reader.read();
          if (part.done) { ended = true; break; }
          text += part.value;
          let end;
          while ((end = text.indexOf('\n\n')) >= 0) {
            const line = text.slice(0, end).split('\n').find(l => l.startsWith('data: '));
            text = text.slice(end + 2);
            if (line) state(JSON.parse(line.slice(6)));
          }
        }
      } catch (away) { /* said below */ }
      // The server ends each stream after some minutes: asking again is all that is needed.
      if (ended) continue;
      verdict('us', 'this instance does not answer; what is below is old');
      await new Promise(done => setTimeout(done, 2000));
    }
  }

  $('ask').addEventListener('submit', event => {
    event.preventDefault();
    sessionStorage.setItem('token', $('token').value);
    $('ask').hidden = true;
    listen(); slow();
  });
  // A link carries no token: what it leads to is fetched, and shown as text.
  $('links').addEventListener('click', async event => {
    if (!event.target.href || !sessionStorage.getItem('token')) return;
    event.preventDefault();
    const answer = await fetch(event.target.href, {headers: headers()});
    window.open(URL.createObjectURL(new Blob([await answer.text()], {type: 'text/plain'})), '_blank', 'noopener');
  });
  $('class').addEventListener('change', Charts.again);
  const dark = () => document.documentElement.dataset.theme ? document.documentElement.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  const themed = () => { $('theme').setAttribute('aria-pressed', String(dark())); Charts.again(); };
  $('theme').addEventListener('click', () => { document.documentElement.dataset.theme = dark() ? 'light' : 'dark'; themed(); });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', themed);
  themed();
  listen();
  slow();
  setInterval(slow, 5000);
})();
