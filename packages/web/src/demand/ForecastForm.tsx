import { NumberInput, SegmentedControl, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { oneOf } from '../app/search.ts';
import { useMe, whyNotPermitted } from '../app/session.tsx';
import { ReasonedButton } from '../ui/ReasonedButton.tsx';
import classes from './Forecasts.module.css';
import { forecastQuery, itemChoicesQuery, makeForecast, methodsQuery } from './forecast-queries.ts';
import { methodInWords, PERIOD_WORDS } from './forecast-words.ts';
import { storesQuery } from './queries.ts';

const route = getRouteApi('/signed-in/forecasts');
const FREQUENCIES = ['daily', 'weekly', 'monthly'] as const;
const USUAL_HORIZON = { daily: 28, weekly: 13, monthly: 12 } as const;
const LONGEST_HORIZON = 365;

/** What to forecast; the wish stands in the address, so that it can be shared. */
export function ForecastForm() {
  const me = useMe();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const cache = useQueryClient();
  const frequency = oneOf(search.frequency, FREQUENCIES) ?? 'weekly';
  const horizon = readHorizon(search.horizon) ?? USUAL_HORIZON[frequency];
  const skuId = search.item;
  const stores = useQuery(storesQuery).data?.data ?? [];
  const methods = useQuery(methodsQuery).data?.data ?? [];
  const method = methods.find(({ name }) => name === search.method)?.name ?? 'auto';
  const wish = (values: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...values }), replace: true });
  const make = useMutation({
    mutationFn: makeForecast,
    onSuccess: (forecast) => {
      wish({ forecast });
      void cache.invalidateQueries({ queryKey: ['forecasts', 'earlier'] });
      void cache.prefetchQuery(forecastQuery(forecast));
    },
    onError: (error) => notifications.show({ color: 'red', title: 'No forecast', message: error.message }),
  });
  const reason =
    whyNotPermitted(me, 'demand.forecast') ??
    (skuId === undefined ? 'Choose an item first.' : null) ??
    (make.isPending ? 'The forecast is being made.' : null);

  const start = () => {
    if (skuId !== undefined) make.mutate({ skuId, storeId: search.store, frequency, horizon, method });
  };

  return (
    <section className={classes.form} aria-label="What to forecast">
      <ItemSelect skuId={skuId} onChoose={(item) => wish({ item, forecast: undefined })} />
      <Select
        label="Place"
        className={classes.place ?? ''}
        placeholder="All stores together"
        clearable
        searchable
        data={stores.map((store) => ({ value: store.store_id, label: store.name }))}
        value={search.store ?? null}
        onChange={(store) => wish({ store: store ?? undefined })}
      />
      <div>
        <span className={classes.label} id="forecast-frequency">
          By
        </span>
        <SegmentedControl
          size="xs"
          aria-labelledby="forecast-frequency"
          data={FREQUENCIES.map((value) => ({ value, label: PERIOD_WORDS[value].one }))}
          value={frequency}
          onChange={(value) => wish({ frequency: value, horizon: undefined })}
        />
      </div>
      <NumberInput
        size="xs"
        label={`${PERIOD_WORDS[frequency].many} ahead`}
        className={classes.horizon ?? ''}
        min={1}
        max={LONGEST_HORIZON}
        allowDecimal={false}
        clampBehavior="strict"
        value={horizon}
        onChange={(value) => wish({ horizon: readHorizon(String(value))?.toString() })}
      />
      <Select
        label="Method"
        className={classes.method ?? ''}
        searchable
        allowDeselect={false}
        data={methods.map(({ name }) => ({ value: name, label: methodInWords(name) }))}
        value={methods.length === 0 ? null : method}
        onChange={(value) => wish({ method: value === null || value === 'auto' ? undefined : value })}
        renderOption={({ option }) => (
          <span>
            {option.label}
            <span className={classes.summary}>
              {methods.find(({ name }) => name === option.value)?.summary}
            </span>
          </span>
        )}
        comboboxProps={{ shadow: 'md', width: 320, position: 'bottom-start' }}
      />
      <ReasonedButton reason={reason} onClick={start}>
        {make.isPending ? 'Forecasting…' : 'Forecast'}
      </ReasonedButton>
    </section>
  );
}

function ItemSelect({
  skuId,
  onChoose,
}: {
  skuId: string | undefined;
  onChoose: (skuId: string | undefined) => void;
}) {
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), 200);
  const chosen = useQuery({ ...itemChoicesQuery(skuId ?? ''), enabled: skuId !== undefined }).data?.data.find(
    (item) => item.sku_id === skuId,
  );
  // The chosen item's own label is no search: the list then shows what else there is.
  const isLabel = chosen !== undefined && asked === labelOf(chosen);
  const found = useQuery(itemChoicesQuery(isLabel ? '' : asked)).data?.data ?? [];
  const items =
    chosen === undefined || found.some((item) => item.sku_id === skuId) ? found : [chosen, ...found];
  return (
    <Select
      label="Item"
      className={classes.item ?? ''}
      placeholder="Name or code"
      searchable
      clearable
      data={items.map((item) => ({ value: item.sku_id, label: labelOf(item) }))}
      filter={({ options }) => options}
      nothingFoundMessage="No item matches"
      value={skuId ?? null}
      onSearchChange={setText}
      onChange={(value) => onChoose(value ?? undefined)}
    />
  );
}

function labelOf(item: { name: string; sku_id: string }): string {
  return item.name === item.sku_id ? item.sku_id : `${item.name} · ${item.sku_id}`;
}

function readHorizon(text: string | undefined): number | undefined {
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 && value <= LONGEST_HORIZON ? value : undefined;
}
