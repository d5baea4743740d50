// Starts the page.

import { mount } from 'svelte';
import App from './App.svelte';
import './theme.css';

const target = document.querySelector('#page');
if (!target) throw new Error('the page has no place to live in');
mount(App, { target });
