import { createPage } from './page/page.ts'
import { TABS } from './tabs.ts'

const root = document.querySelector<HTMLElement>('#page')
if (root !== null) void createPage(root, TABS)
