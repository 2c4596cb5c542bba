'use strict';
// Charts over snapshots. One line a class; vertical lines mark a new policy or another model version.
const Charts = (() => {
  const COLOURS = ['#3366cc', '#dc3912', '#ff9900', '#109618', '#990099', '#0099c6', '#dd4477', '#66aa00', '#b82e2e', '#316395'];
  const drawn = {};

  const ink = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // Where the policy or the set of models differs from the point before.
  function changes(points) {
    const marks = [];
    for (let i = 1; i < points.length; i++) {
      const before = points[i - 1], now = points[i];
      if (before.policy && now.policy && before.policy !== now.policy) marks.push({x: now.time / 1e3, text: 'policy v' + now.policy});
      if (before.models.length && before.models.join() !== now.models.join()) marks.push({x: now.time / 1e3, text: now.models.join(' ')});
    }
    return marks;
  }

  function marker(marks) {
    return {hooks: {draw: [u => {
      const c = u.ctx;
      c.save();
      c.strokeStyle = c.fillStyle = ink('--dim');
      c.setLineDash([4, 4]);
      c.font = '11px system-ui';
      marks().forEach(mark => {
        const x = u.valToPos(mark.x, 'x', true);
        if (x < u.bbox.left || x > u.bbox.left + u.bbox.width) return;
        c.beginPath(); c.moveTo(x, u.bbox.top); c.lineTo(x, u.bbox.top + u.bbox.height); c.stroke();
        c.fillText(mark.text, x + 3, u.bbox.top + 12);
      });
      c.restore();
    }]}};
  }

  // names: labels of the lines; columns: values by line; dashed: which lines are baselines
  function draw(id, times, names, columns, dashed, marks) {
    const place = document.getElementById(id);
    const key = names.join('\n') + document.documentElement.dataset.theme;
    let chart = drawn[id];
    if (!chart || chart.key !== key) {
      if (chart) chart.plot.destroy();
      const axis = {stroke: ink('--dim'), grid: {stroke: ink('--line'), width: 1}, ticks: {stroke: ink('--line')}};
      const series = [{}].concat(names.map((name, i) => ({
        label: name, stroke: COLOURS[i % COLOURS.length], width: dashed[i] ? 1 : 1.5, dash: dashed[i] ? [6, 4] : undefined,
        spanGaps: true, points: {show: false}, value: (u, v) => v == null ? '' : v.toFixed(3)})));
      chart = drawn[id] = {key, marks, plot: null};
      chart.plot = new uPlot({width: place.clientWidth, height: 180, series, axes: [axis, axis], scales: {y: {range: [0, null]}},
        legend: {live: false}, plugins: [marker(() => chart.marks)]}, [times].concat(columns), place);
      new ResizeObserver(() => chart.plot.setSize({width: place.clientWidth, height: 180})).observe(place);
    } else {
      chart.marks = marks;
      chart.plot.setData([times].concat(columns));
    }
    place.dataset.points = times.length;
    place.dataset.marks = marks.map(mark => mark.text).join('; ');
  }

  function mean(values) {
    const there = values.filter(v => v != null);
    const earlier = there.slice(0, there.length - Math.max(1, Math.floor(there.length / 10)));
    return earlier.length < 10 ? null : earlier.reduce((a, b) => a + b, 0) / earlier.length;
  }

  function history(answer) {
    const points = answer.points, times = points.map(p => p.time / 1e3), marks = changes(points);
    const shown = [-1];
    answer.classes.slice(0, 8).forEach((name, k) => shown.push(k));
    const names = [], columns = [], dashed = [];
    shown.forEach(k => {
      const column = points.map(p => { const r = p.rates.find(r => r.given === k); return r ? r.suspected / r.judged : null; });
      if (column.every(v => v == null)) return;
      names.push(k < 0 ? 'all' : answer.classes[k]);
      columns.push(column);
      dashed.push(false);
    });
    const baseline = columns.length ? mean(columns[0]) : null;
    if (baseline != null) { names.push('baseline of all'); columns.push(times.map(() => baseline)); dashed.push(true); }
    document.getElementById('rate-note').textContent = points.length === 0 ? 'No snapshot yet.'
      : (baseline == null ? 'No baseline yet.' : 'Dashed: the usual share of all, ' + (100 * baseline).toFixed(1) + ' %.')
        + (answer.classes.length > 8 ? ' The first 8 of ' + answer.classes.length + ' classes.' : '');
    if (!times.length) return;
    draw('rate', times, names, columns, dashed, marks);
    const first = answer.classes.slice(0, 10);
    draw('thresholds', times, first, first.map((n, k) => points.map(p => p.thresholds[k] ?? null)), first.map(() => false), marks);
  }

  return {history, redraw: () => { Object.values(drawn).forEach(c => c.key = ''); }};
})();
