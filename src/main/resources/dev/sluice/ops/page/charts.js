'use strict';
// Charts over snapshots. One line a class; vertical lines mark a new policy, model version or generation.
const Charts = (() => {
  const COLOURS = ['#0072b2', '#e69f00', '#009e73', '#d55e00', '#cc79a7', '#56b4e9', '#8a8a00', '#984ea3', '#a65628', '#7f7f7f'];
  const LINES = 8;
  const drawn = {};
  let last = null;

  const place = id => document.getElementById(id);
  const ink = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const percent = v => (100 * v).toFixed(1) + ' %';

  // Where the policy, the set of models or the generation differs from the point before.
  function changes(points) {
    const marks = [];
    for (let i = 1; i < points.length; i++) {
      const before = points[i - 1], now = points[i], x = now.time / 1e3;
      const generation = p => p.version.split('.')[0];
      if (generation(before) !== generation(now)) marks.push({x, text: 'generation ' + generation(now)});
      if (before.policy && now.policy && before.policy !== now.policy) marks.push({x, text: 'policy v' + now.policy});
      if (before.models.length && before.models.join() !== now.models.join()) marks.push({x, text: now.models.join(' ')});
    }
    return marks;
  }

  function marker(marks) {
    return {hooks: {draw: [u => {
      const c = u.ctx;
      c.save();
      c.strokeStyle = c.fillStyle = ink('--dim');
      c.setLineDash([4, 4]);
      c.font = 11 * devicePixelRatio + 'px system-ui';
      marks().forEach((mark, i) => {
        const x = u.valToPos(mark.x, 'x', true);
        if (x < u.bbox.left || x > u.bbox.left + u.bbox.width) return;
        c.beginPath(); c.moveTo(x, u.bbox.top); c.lineTo(x, u.bbox.top + u.bbox.height); c.stroke();
        const left = x + c.measureText(mark.text).width + 6 > u.bbox.left + u.bbox.width;
        c.textAlign = left ? 'right' : 'left';
        c.fillText(mark.text, x + (left ? -3 : 3), u.bbox.top + (12 + 13 * (i % 3)) * devicePixelRatio);
      });
      c.restore();
    }]}};
  }

  // What the lines say at one moment, in words: for the keyboard and for those who do not see them.
  function readout(id, chart, index) {
    const data = chart.plot.data;
    const at = Math.max(0, Math.min(data[0].length - 1, index));
    chart.at = at;
    place(id + '-read').textContent = new Date(1e3 * data[0][at]).toLocaleTimeString() + ': '
      + chart.plot.series.slice(1).map((s, i) => data[i + 1][at] == null ? null : s.label + ' ' + percent(data[i + 1][at])).filter(t => t).join(', ');
    chart.plot.setCursor({left: chart.plot.valToPos(data[0][at], 'x'), top: 0});
  }

  // lines: {label, values, colour, dash, width}
  function draw(id, times, lines, marks) {
    const where = place(id);
    const key = lines.map(l => l.label + l.colour + l.dash).join('\n') + ink('--ink');
    let chart = drawn[id];
    const data = [times].concat(lines.map(l => l.values));
    if (chart && chart.key === key) {
      chart.marks = marks;
      chart.plot.setData(data);
    } else {
      if (chart) { chart.plot.destroy(); chart.size.disconnect(); }
      const axis = {stroke: ink('--dim'), grid: {stroke: ink('--line'), width: 1}, ticks: {stroke: ink('--line')}};
      const series = [{}].concat(lines.map(l => ({label: l.label, stroke: l.colour, width: l.width || 1.5, dash: l.dash ? [6, 4] : undefined,
        spanGaps: true, points: {show: false}})));
      chart = drawn[id] = {key, marks, plot: null, at: null};
      const values = (u, ticks) => ticks.map(v => Math.round(100 * v) + ' %');
      chart.plot = new uPlot({width: where.clientWidth, height: 170, series, axes: [axis, Object.assign({values, size: 54}, axis)],
        scales: {y: {range: (u, min, max) => [0, Math.max(.01, Math.min(1, 1.1 * (max || 0)))]}}, legend: {live: false}, plugins: [marker(() => chart.marks)]}, data, where);
      chart.size = new ResizeObserver(() => chart.plot.setSize({width: where.clientWidth, height: 170}));
      chart.size.observe(where);
      where.onkeydown = event => {
        const step = {ArrowLeft: -1, ArrowRight: 1, Home: -1e9, End: 1e9}[event.key];
        if (!step) return;
        event.preventDefault();
        readout(id, chart, (chart.at == null ? times.length : chart.at) + step);
      };
    }
    where.dataset.points = times.length;
    where.dataset.lines = lines.map(l => l.label).join('; ');
    where.dataset.marks = marks.map(mark => mark.text).join('; ');
  }

  function choose(classes) {
    const select = place('class');
    if (select.options.length === classes.length + 1) return;
    select.replaceChildren(...['all'].concat(classes).map((name, i) => new Option(i ? name : 'all classes together', i - 1)));
  }

  function history(answer) {
    last = answer;
    const points = answer.points, times = points.map(p => p.time / 1e3), marks = changes(points);
    choose(answer.classes);
    const chosen = Number(place('class').value || -1);
    const rate = k => points.map(p => { const r = p.rates.find(r => r.given === k); return r ? r.suspected / r.judged : null; });
    const colour = k => k < 0 ? ink('--ink') : COLOURS[k % COLOURS.length];
    const shown = [-1].concat(answer.classes.map((n, k) => k).filter(k => k < LINES || k === chosen));
    const lines = shown.map(k => ({label: k < 0 ? 'all' : answer.classes[k], values: rate(k), colour: colour(k), width: k === chosen ? 2.5 : 1.2}))
      .filter(l => l.values.some(v => v != null));
    const usual = answer.baselines[chosen];
    const name = chosen < 0 ? 'all' : answer.classes[chosen];
    if (usual != null) lines.push({label: 'baseline of ' + name, values: times.map(() => usual), colour: colour(chosen), dash: true, width: 1.5});
    place('rate-note').textContent = points.length === 0 ? 'No snapshot yet.'
      : (usual == null ? 'No baseline of ' + name + ' yet.' : 'Dashed: the usual share of ' + name + ', ' + percent(usual) + '.')
        + (answer.classes.length + answer.leftOut > LINES ? ' ' + LINES + ' of ' + (answer.classes.length + answer.leftOut) + ' classes and the chosen one are drawn.' : '');
    if (!times.length) return;
    draw('rate', times, lines, marks);
    const first = answer.classes.map((n, k) => k).filter(k => k < LINES || k === chosen);
    draw('thresholds', times, first.map(k => ({label: answer.classes[k], values: points.map(p => p.thresholds[k] ?? null), colour: colour(k),
      width: k === chosen ? 2.5 : 1.2})), marks);
  }

  return {history, again: () => last && history(last)};
})();
