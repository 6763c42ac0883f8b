// What the page of a planned sale does besides: counts down to the lobby and to the start, by the server's clock.
window.foyerSale = ($, put, fill, lang, texts) => {
  let shown;
  const next = (sale, now) => [sale.lobbyOpensAt, sale.startsAt].find(at => at && Date.parse(at) > now);

  const clock = millis => {
    const s = Math.max(0, Math.floor(millis / 1000)), two = n => String(n).padStart(2, '0');
    const minutes = two(Math.floor(s % 3600 / 60)) + ':' + two(s % 60);
    return s < 3600 ? minutes : Math.floor(s / 3600) + ':' + minutes;
  };

  return {
    viewOf: (s, now) =>
      s.state === 'lobby' ? (s.sale.order === 'fifo' ? 'early' : next(s.sale, now) ? 'lobby' : 'drawing')
      : s.state === 'closed' && !(Date.parse(s.sale.endsAt) <= now) && 'soon',

    show: (s, now, view, number) => {
      const at = next(s.sale, now);
      put('countdown', clock(at ? Date.parse(at) - now : 0));
      put('until', view === 'soon' ? texts.untilOpens : texts.untilStarts);
      put('lobby-number', number(s.number));
      put('in-lobby', number(s.waiting));
      const lot = s.sale.drawnPlace != null;
      $('lot-row').hidden = !lot;
      if (lot) put('lot', fill(texts.lotText, number(s.sale.drawnPlace), number(s.sale.lobbySize), number(s.sale.lobbyNumber)));
      if (!at || at === shown) return;
      shown = $('when').dateTime = at;
      put('when', new Date(at).toLocaleString(lang, {weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit'}));
    }
  };
};
