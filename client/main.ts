// Starts the page.

import { mount } from 'svelte';
import App from './App.svelte';
import { pageAt } from './router.ts';
import { fetchSheetCode } from './ui/sheet/load.ts';
import './theme.css';

const target = document.querySelector('#page');
if (!target) throw new Error('the page has no place to live in');
// The centre of every room is a sheet: its code is asked for before anything is drawn.
if (pageAt(location.pathname).kind === 'room') fetchSheetCode();
mount(App, { target });
